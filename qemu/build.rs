//! Turns the machine's file into constants and a memory map.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pyrite_board::emit("machines", "mps2-an385")?;
    Ok(())
}
