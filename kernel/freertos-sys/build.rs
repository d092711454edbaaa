//! Compiles FreeRTOS from the sources its crate carries; on the host, nothing.
//!
//! The sources stay where Cargo unpacked them; `pyrite-freertos-src` names the folder.

use std::env;
use std::path::Path;
use std::process::Command;

/// Kernel files that are the same for every port.
const KERNEL: [&str; 4] = ["list.c", "queue.c", "tasks.c", "timers.c"];

/// Our own C: macros made into functions, locks for the C library, size checks.
const OURS: [&str; 3] = ["src/shim.c", "src/libc_locks.c", "src/layout.c"];

/// How one architecture is compiled.
struct Port {
    folder: &'static str,
    files: &'static [&'static str],
    cpu: &'static str,
}

/// The port for a target triple, `None` where no kernel is built.
fn port(target: &str) -> Option<Port> {
    match target {
        "thumbv7m-none-eabi" => Some(Port { folder: "ARM_CM3", files: &["port.c"], cpu: "cortex-m3" }),
        "thumbv6m-none-eabi" => {
            Some(Port { folder: "ARM_CM0", files: &["port.c", "portasm.c"], cpu: "cortex-m0plus" })
        }
        _ => None,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    let Some(port) = port(&env::var("TARGET")?) else { return Ok(()) };
    let kernel = Path::new(pyrite_freertos_src::KERNEL);
    let folder = kernel.join("portable/GCC").join(port.folder);

    let mut build = cc::Build::new();
    build
        .compiler("arm-none-eabi-gcc")
        .archiver("arm-none-eabi-ar")
        .no_default_flags(true)
        .warnings(false)
        .flag(format!("-mcpu={}", port.cpu))
        .flags(["-mthumb", "--specs=picolibc.specs", "-std=gnu11", "-Os", "-g"])
        .flags(["-ffunction-sections", "-fdata-sections", "-fno-common", "-Wall", "-Wno-array-bounds"])
        .include("src")
        .include(kernel.join("include"))
        .include(&folder)
        .files(KERNEL.iter().map(|name| kernel.join(name)))
        .files(port.files.iter().map(|name| folder.join(name)))
        .files(OURS)
        // All of it: what libc.a calls back is not looked for in an archive already passed, and libc.a
        // would bring its own locks, which do nothing.
        .link_lib_modifier("+whole-archive")
        .compile("pyrite_freertos");
    link_doubles(port.cpu)
}

/// Has doubles added, multiplied and converted by libgcc: on cores of ARMv7-M its routines, in
/// assembly, take two thirds of the time and half the flash of Rust's. All but its division, which
/// makes a bit a step.
fn link_doubles(cpu: &str) -> Result<(), Box<dyn std::error::Error>> {
    if cpu != "cortex-m3" {
        return Ok(());
    }
    let output = Command::new("arm-none-eabi-gcc")
        .args([&format!("-mcpu={cpu}"), "-mthumb", "-print-libgcc-file-name"])
        .output()?;
    let archive = String::from_utf8(output.stdout)?;
    let out = env::var("OUT_DIR")?;
    let done = Command::new("arm-none-eabi-objcopy")
        .args(["--redefine-sym", "__aeabi_ddiv=__gcc_ddiv", "--redefine-sym", "__divdf3=__gcc_divdf3"])
        .arg(archive.trim_end())
        .arg(Path::new(&out).join("libpyrite_double.a"))
        .status()?;
    if !done.success() {
        return Err("cannot copy libgcc".into());
    }
    // Named here, it comes before Rust's own routines.
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static:-bundle=pyrite_double");
    Ok(())
}
