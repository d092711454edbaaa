//! Turns the board's file into constants and a memory map.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pyrite_board::emit("boards", "pico")?;
    Ok(())
}
