//! Hands on what the carrier's build script says.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let kernel = std::env::var("DEP_FREERTOS_KERNEL")
        .map_err(|_| "the crate freertos-next no longer names its sources")?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=PYRITE_FREERTOS_KERNEL={kernel}");
    Ok(())
}
