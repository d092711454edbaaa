//! The console's port: a CMSDK UART with interrupts.
//!
//! It holds one byte each way. A received byte that is not taken stops the sender: QEMU delivers no
//! other until then.

use pyrite_hal::serial::SerialPort;

use super::regs::nvic;
use super::regs::uart::{
    CTRL_RX, CTRL_RX_INTERRUPT, CTRL_TX, CTRL_TX_INTERRUPT, INT_BOTH, STATE_RX_FULL, STATE_TX_FULL, uart0,
};

/// Interrupts of UART 0.
const RX_IRQ: usize = 0;
const TX_IRQ: usize = 1;

/// UART 0.
pub struct Uart0;

/// Both directions on, with their interrupts.
const CTRL_ALL: u32 = CTRL_TX | CTRL_RX | CTRL_TX_INTERRUPT | CTRL_RX_INTERRUPT;

impl Uart0 {
    /// Takes the port into service.
    pub fn start(&self) {
        // 25 MHz / 217 is 115 200 baud; QEMU only wants it above 15.
        uart0().bauddiv.write(217);
        uart0().ctrl.write(CTRL_ALL);
        nvic::enable(RX_IRQ);
        nvic::enable(TX_IRQ);
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
}

impl SerialPort for Uart0 {
    fn acknowledge(&self) {
        uart0().intstatus.write(INT_BOTH);
    }

    fn receive(&self) -> Option<u8> {
        (uart0().state.read() & STATE_RX_FULL != 0).then(|| uart0().data.read() as u8)
    }

    fn send(&self, byte: u8) -> bool {
        if uart0().state.read() & STATE_TX_FULL != 0 {
            return false;
        }
        uart0().data.write(u32::from(byte));
        true
    }

    fn pause_receive(&self) {
        uart0().ctrl.write(CTRL_ALL & !CTRL_RX_INTERRUPT);
    }

    fn resume_receive(&self) {
        uart0().ctrl.write(CTRL_ALL);
    }

    fn is_drained(&self) -> bool {
        uart0().state.read() & STATE_TX_FULL == 0
    }
}
