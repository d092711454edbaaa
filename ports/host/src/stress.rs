//! What the environment asks for to put the machine under stress.
//!
//! | variable | meaning |
//! |---|---|
//! | `PYRITE_RAM=BYTES` | the objects' memory; `K` and `M` may follow |
//! | `PYRITE_FAIL_ALLOC=N` | the `N`-th allocation of an object fails; `N+`: all after it as well |
//! | `PYRITE_COLLECT=N` | cycles are looked for when `N` containers are new; `always`: 1 |
//! | `PYRITE_SWITCH=SEED` | threads are switched by chance wherever they can be; not 0 |
//! | `PYRITE_SEPARATE=1` | each object is a block of the system's, for tools that check their use |
//! | `PYRITE_ACCOUNT=1` | the last line on stderr tells what was allocated and what is left |
//!
//! Allocations count from when the machine's empty modules are there.

use std::sync::atomic::Ordering;

use pyrite_object::heap::{collect, stress};
use pyrite_object::{Raised, Vm};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stress {
    ram_bytes: Option<usize>,
    fail: Option<(u32, bool)>,
    collect: Option<isize>,
    switch: u32,
    separate: bool,
    account: bool,
}

impl Stress {
    /// Reads the environment; a variable that cannot be understood is an error.
    pub fn from_environment() -> Result<Stress, String> {
        Stress::from(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn from(variable: impl Fn(&str) -> Option<String>) -> Result<Stress, String> {
        let mut this = Stress::default();
        if let Some(text) = variable("PYRITE_RAM") {
            this.ram_bytes = Some(size(&text).ok_or(format!("PYRITE_RAM: no size: {text}"))?);
        }
        if let Some(text) = variable("PYRITE_FAIL_ALLOC") {
            let (number, all) = text.strip_suffix('+').map_or((&*text, false), |number| (number, true));
            let nth = number.parse().map_err(|_| format!("PYRITE_FAIL_ALLOC: no number: {text}"))?;
            this.fail = Some((nth, all));
        }
        if let Some(text) = variable("PYRITE_COLLECT") {
            let count = if text == "always" { Ok(1) } else { text.parse() };
            this.collect = Some(count.map_err(|_| format!("PYRITE_COLLECT: no number: {text}"))?);
        }
        if let Some(text) = variable("PYRITE_SWITCH") {
            this.switch = text.parse().map_err(|_| format!("PYRITE_SWITCH: no number: {text}"))?;
        }
        this.separate = variable("PYRITE_SEPARATE").is_some();
        this.account = variable("PYRITE_ACCOUNT").is_some();
        Ok(this)
    }

    /// The objects' memory.
    pub fn ram_bytes(&self) -> Option<usize> {
        self.ram_bytes
    }

    /// Prepares what has to be settled before there is a machine.
    pub fn prepare(&self) {
        stress::set_separate(self.separate);
    }

    /// Starts what is asked for.
    pub fn start(&self, vm: &Vm) {
        if let Some(count) = self.collect {
            collect::set_threshold(vm, count);
        }
        if self.switch != 0 {
            vm.threads.shaken.set(self.switch);
            vm.attention.store(1, Ordering::Relaxed);
        }
        match self.fail {
            Some((nth, all)) => vm.heap.stress.arm(nth, all),
            None if self.account => vm.heap.stress.arm(u32::MAX, false),
            None => {}
        }
    }

    /// Tells of a machine that has let go of everything.
    pub fn end(&self, vm: &Vm) {
        if self.account {
            eprintln!(
                "pyrite: {} allocations, {} bytes are left",
                vm.heap.stress.counted(),
                vm.heap.used_bytes()
            );
        }
    }
}

fn size(text: &str) -> Option<usize> {
    let (number, unit) = match text.as_bytes().last()? {
        b'K' | b'k' => (&text[..text.len() - 1], 1 << 10),
        b'M' | b'm' => (&text[..text.len() - 1], 1 << 20),
        _ => (text, 1),
    };
    number.parse::<usize>().ok()?.checked_mul(unit)
}

/// Gives a fresh machine the builtin types, under stress from here on.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    if let Ok(stress) = Stress::from_environment() {
        stress.start(vm);
    }
    pyrite_stdlib::install(vm)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn read(name: &'static str, value: &'static str) -> Result<Stress, String> {
        Stress::from(|asked| (asked == name).then(|| value.to_string()))
    }

    #[test]
    fn variables_are_read() {
        assert_eq!(read("X", "").unwrap(), Stress::default());
        assert_eq!(read("PYRITE_RAM", "200K").unwrap().ram_bytes, Some(200 << 10));
        assert_eq!(read("PYRITE_RAM", "300").unwrap().ram_bytes, Some(300));
        assert_eq!(read("PYRITE_FAIL_ALLOC", "7").unwrap().fail, Some((7, false)));
        assert_eq!(read("PYRITE_FAIL_ALLOC", "7+").unwrap().fail, Some((7, true)));
        assert_eq!(read("PYRITE_COLLECT", "always").unwrap().collect, Some(1));
        assert_eq!(read("PYRITE_SWITCH", "9").unwrap().switch, 9);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for name in ["PYRITE_RAM", "PYRITE_FAIL_ALLOC", "PYRITE_COLLECT", "PYRITE_SWITCH"] {
            assert!(read(name, "many").is_err(), "{name}");
        }
        assert!(read("PYRITE_RAM", "99999999999999999999M").is_err());
    }
}
