//! `builtins`: the functions that every program sees.
//!
//! Types are put beside them by [`types::add`]. Source: Python Library Reference, "Built-in
//! Functions".

pub mod numbers;
pub mod attributes;
pub mod iteration;
pub mod text;
pub mod execution;
pub mod types;

use pyrite_api::py_module;

use crate::io::open;

py_module! {
    /// `builtins`
    pub static BUILTINS = "builtins", "The names every module sees." {
        function "abs" (1, 1) = numbers::abs, "Magnitude of a number.";
        function "all" (1, 1) = iteration::all, "Whether no item is false.";
        function "any" (1, 1) = iteration::any, "Whether some item is true.";
        function "ascii" (1, 1) = text::ascii, "The repr, with non-ASCII escaped.";
        function "bin" (1, 1) = numbers::bin, "An integer in base 2, with 0b.";
        function "callable" (1, 1) = attributes::callable, "Whether obj can be called.";
        function "chr" (1, 1) = text::chr, "The character of code point i.";
        named_function "compile" (["source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"], 3, 6) = execution::compile, "Turn source into a code object.";
        function "delattr" (2, 2) = attributes::delattr, "Remove an attribute by name.";
        function "dir" (0, 1) = attributes::dir, "Show attributes of an object.";
        function "divmod" (2, 2) = numbers::divmod, "Quotient and remainder, as a pair.";
        named_function "eval" (["", "globals", "locals"], 1, 3) = execution::eval, "Value of an expression.";
        named_function "exec" (["", "globals", "locals", "closure"], 1, 3) = execution::exec, "Run statements.";
        function "format" (1, 2) = text::format, "Format value by its own type.";
        function "getattr" (2, 3) = attributes::getattr, "Get a named attribute from an object.";
        function "globals" (0, 0) = execution::globals, "The module's namespace.";
        function "hasattr" (2, 2) = attributes::hasattr, "Whether getattr would succeed.";
        function "hash" (1, 1) = attributes::hash, "The hash of obj.";
        function "hex" (1, 1) = numbers::hex, "An integer in base 16, with 0x.";
        function "id" (1, 1) = attributes::id, "A number unique to a live object.";
        function "input" (0, 1) = text::input, "Read one line from the user.";
        function "isinstance" (2, 2) = attributes::isinstance, "Whether obj is of a given class.";
        function "issubclass" (2, 2) = attributes::issubclass, "Whether cls is or extends a class.";
        function "aiter" (1, 1) = iteration::aiter, "Call __aiter__ of an object.";
        function "anext" (1, 2) = iteration::anext, "Await __anext__ of an iterator.";
        function "iter" (1, 2) = iteration::iter, "Get an iterator from an object.";
        function "len" (1, 1) = iteration::len, "How many items obj has.";
        function "locals" (0, 0) = execution::locals, "The names of the current scope.";
        raw_function "max" () = iteration::max, "With a single iterable argument, return its biggest item.";
        raw_function "min" () = iteration::min, "With a single iterable argument, return its smallest item.";
        function "next" (1, 2) = iteration::next, "Return the next item from the iterator.";
        named_function "open" (open::PARAMS, 1, 8) = open::open, "Open a file.";
        function "oct" (1, 1) = numbers::oct, "An integer in base 8, with 0o.";
        function "ord" (1, 1) = text::ord, "The code point of a character.";
        named_function "pow" (["base", "exp", "mod"], 2, 3) = numbers::pow, "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.";
        raw_function "print" () = text::print, "Write values as text.";
        function "repr" (1, 1) = text::repr, "The repr of obj.";
        named_function "round" (["number", "ndigits"], 1, 2) = numbers::round, "Round to ndigits decimals.";
        function "setattr" (3, 3) = attributes::setattr, "Assign an attribute by name.";
        named_function "sorted" (["", "key", "reverse"], 1, 1) = iteration::sorted, "A sorted list of the items.";
        named_function "sum" (["", "start"], 1, 2) = numbers::sum, "Add up the items, from start.";
        function "vars" (0, 1) = attributes::vars, "Return the __dict__ attribute of the object, or locals() without one.";
        raw_function "__build_class__" () = execution::build_class, "Make a class from its body.";
        named_function "__import__" (["name", "globals", "locals", "fromlist", "level"], 1, 5) = execution::import, "Import a module.";
    }
}
