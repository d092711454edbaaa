//! The console's port: a PL011 with interrupts and queues of 32 bytes.
//!
//! The interrupt for room is let through only after a byte was refused: the queue was full then, so it
//! has yet to pass the level that requests it.

use pyrite_hal::serial::SerialPort;

use super::board::CPU_HZ;
use super::regs::uart::{CR_ON, FR_BUSY, FR_RX_EMPTY, FR_TX_FULL, INT_RX, INT_TX, LCR_QUEUES_8_BITS, uart0};
use super::regs::{nvic, pins, reset};

const UART0_IRQ: usize = 20;
const BAUD: u32 = 115_200;
/// The divisor in 64ths: clock / (16 x baud), rounded.
const DIVISOR: u32 = (CPU_HZ * 4 + BAUD / 2) / BAUD;

/// UART 0 on GPIO 0 and 1.
pub struct Uart0;

impl Uart0 {
    /// Takes the port into service.
    pub fn start(&self) {
        reset::release(reset::IO_BANK0 | reset::PADS_BANK0 | reset::UART0);
        pins::set_function(0, pins::FUNCTION_UART);
        pins::set_function(1, pins::FUNCTION_UART);
        let uart = uart0();
        uart.ibrd.write(DIVISOR / 64);
        uart.fbrd.write(DIVISOR % 64);
        uart.lcr_h.write(LCR_QUEUES_8_BITS);
        // Interrupt early: 4 bytes received, or no more than 4 left to send.
        uart.ifls.write(0);
        uart.imsc.write(INT_RX);
        uart.cr.write(CR_ON);
        nvic::enable(UART0_IRQ);
    }

    /// Sends `bytes` without interrupts; gives up on a port that takes nothing for long.
    pub fn send_now(&self, bytes: &[u8]) {
        const PATIENCE: u32 = 1_000_000;
        for &byte in bytes {
            let mut refused = 0;
            while !self.send(byte) {
                refused += 1;
                if refused == PATIENCE {
                    return;
                }
            }
        }
    }

    /// Waits, without interrupts, until the last byte is out.
    pub fn finish_now(&self) {
        let mut patience = 1_000_000_u32;
        while !self.is_drained() && patience > 0 {
            patience -= 1;
        }
    }
}

impl SerialPort for Uart0 {
    fn acknowledge(&self) {
        uart0().imsc.clear(INT_TX);
        uart0().icr.write(INT_RX | INT_TX);
    }

    fn receive(&self) -> Option<u8> {
        (uart0().fr.read() & FR_RX_EMPTY == 0).then(|| uart0().dr.read() as u8)
    }

    fn send(&self, byte: u8) -> bool {
        if uart0().fr.read() & FR_TX_FULL != 0 {
            uart0().imsc.set(INT_TX);
            return false;
        }
        uart0().dr.write(u32::from(byte));
        true
    }

    fn pause_receive(&self) {
        uart0().imsc.clear(INT_RX);
    }

    fn resume_receive(&self) {
        uart0().imsc.set(INT_RX);
    }

    fn is_drained(&self) -> bool {
        uart0().fr.read() & FR_BUSY == 0
    }
}
