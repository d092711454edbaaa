//! Serial ports that interrupt.
//!
//! The port moves single bytes and never waits; queues and waiting belong to the tty above it.

/// A port with at least one byte of room in each direction.
///
/// All calls are made with interrupts masked, from tasks and from the port's own handler.
pub trait SerialPort: Sync {
    /// Takes back the port's interrupt requests; first thing in the handler.
    fn acknowledge(&self);

    /// A received byte, if there is one. A byte not taken stays and holds the sender off.
    fn receive(&self) -> Option<u8>;

    /// Hands over a byte to be sent; false if there is no room.
    ///
    /// Once the port has refused a byte, an interrupt comes as soon as there is room again.
    fn send(&self, byte: u8) -> bool;

    /// Interrupts no more for received bytes.
    fn pause_receive(&self);

    /// Interrupts again for received bytes; for one that waits already, at once or when asked.
    fn resume_receive(&self);

    /// Whether all bytes accepted have left the port.
    fn is_drained(&self) -> bool;
}
