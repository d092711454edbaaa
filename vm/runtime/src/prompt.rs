//! The prompt of a machine: what is typed runs in `__main__`.

use pyrite_algo::Buf;
use pyrite_host::{Host, Stream};
use pyrite_object::model::current;
use pyrite_object::raw::str::Str;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, Type, Vm, names};

use crate::config::Config;
use crate::repl::{Console, Ending, How, Language, Machine, Run, Session};
use crate::{boot, compile, hooks, program, source};

/// Longer texts are not kept for tracebacks.
const KEPT_BYTES: usize = 4 << 10;

/// A machine behind a prompt.
struct Prompt<'a> {
    vm: &'a Vm,
    /// Texts run so far: their names differ.
    count: u32,
    failed: Option<Ref>,
}

impl Prompt<'_> {
    fn try_run(&mut self, text: &[u8], how: How) -> Result<Run, Raised> {
        let vm = self.vm;
        vm.heap.release();
        let name = vm.str_fmt(format_args!("<stdin>-{}", self.count))?;
        let code = match how {
            How::Interactive => {
                // An empty line ends a compound statement: the last line is told without its end.
                let typed = text.strip_suffix(b"\n").unwrap_or(text);
                let Some(code) = compile::compile_interactive(vm, typed, &name)? else {
                    return Ok(Run::Incomplete);
                };
                code
            }
            How::Program => {
                compile::compile(vm, text, &name, pyrite_object::model::vm::CompileMode::Exec, 0)?
            }
        };
        if text.len() <= KEPT_BYTES {
            source::keep(vm, &name, text)?;
        }
        self.count = self.count.wrapping_add(1);
        let dict = boot::main_dict(vm)?;
        vm.heap.hold();
        (vm.hooks.get().exec)(vm, &code, &dict, &dict).map(|_| Run::Done)
    }

    fn fail(&mut self, type_: &'static Type) {
        let raised = self.vm.raise_with(type_, &[]);
        self.failed = Some(self.vm.take_raised(raised));
    }
}

impl Machine for Prompt<'_> {
    fn run(&mut self, text: &[u8], how: How) -> Run {
        self.failed = None;
        let run = match self.try_run(text, how) {
            Ok(run) => run,
            Err(raised) => {
                let exception = self.vm.take_raised(raised);
                match program::exit_status(self.vm, &exception) {
                    Some(status) => Run::Exit(status),
                    None => {
                        self.failed = Some(exception);
                        Run::Failed
                    }
                }
            }
        };
        hooks::flush(self.vm);
        run
    }

    fn report(&mut self) {
        if let Some(exception) = self.failed.take() {
            self.vm.heap.release();
            hooks::print_to_host(self.vm, &exception, Stream::Out);
        }
    }

    fn out_of_memory(&mut self) {
        let raised = self.vm.memory_error();
        self.failed = Some(self.vm.take_raised(raised));
    }

    fn interrupted(&mut self) {
        self.fail(&exceptions::KEYBOARD_INTERRUPT);
    }

    fn prompt(&mut self, first: bool, into: &mut Buf<u8>) {
        let (name, default) = if first { (names::PS1(), ">>> ") } else { (names::PS2(), "... ") };
        let own = hooks::sys_name(self.vm, name);
        // Without room the prompt is short.
        let _room = match own.as_deref().and_then(|own: &Obj| own.cast::<Str>()) {
            Some(own) => match self.vm.append_utf8(own.obj(), into) {
                Ok(()) => Ok(()),
                Err(raised) => {
                    drop(self.vm.take_raised(raised));
                    Ok(())
                }
            },
            None => into.extend_from_slice(default.as_bytes()),
        };
    }
}

/// Serves the console until its session is over; the exit status. The machine is made anew
/// for each soft reset.
pub fn serve(host: &'static dyn Host, config: &Config) -> i32 {
    let console = Console::new(host, |read| current::vm().unlocked(|_| read()));
    let mut session = Session::new(console, config.columns, config.banner);
    loop {
        let ending = boot::with(host, config, |vm, started| {
            let mut prompt = Prompt { vm, count: 0, failed: None };
            if let Err(raised) = started {
                prompt.failed = Some(vm.take_raised(raised));
                prompt.report();
                return Ending::Exit(1);
            }
            session.run(&mut prompt)
        });
        let leaves = config.leaves && session.language() == Language::Friendly;
        match ending {
            Ending::Closed => return 0,
            Ending::Exit(status) if leaves => return status,
            Ending::Reset if leaves => return 0,
            Ending::Exit(_) | Ending::Reset => session.announce_reset(),
        }
    }
}
