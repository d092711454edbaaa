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
    pub static BUILTINS = "builtins", "Built-in functions, types, exceptions, and other objects." {
        function "abs" (1, 1) = numbers::abs, "Return the absolute value of the argument.";
        function "all" (1, 1) = iteration::all, "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.";
        function "any" (1, 1) = iteration::any, "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.";
        function "ascii" (1, 1) = text::ascii, "Return an ASCII-only representation of an object.";
        function "bin" (1, 1) = numbers::bin, "Return the binary representation of an integer.";
        function "callable" (1, 1) = attributes::callable, "Return whether the object is callable (i.e., some kind of function).";
        function "chr" (1, 1) = text::chr, "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.";
        named_function "compile" (["source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"], 3, 6) = execution::compile, "Compile source into a code object that can be executed by exec() or eval().";
        function "delattr" (2, 2) = attributes::delattr, "Deletes the named attribute from the given object.";
        function "dir" (0, 1) = attributes::dir, "Show attributes of an object.";
        function "divmod" (2, 2) = numbers::divmod, "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.";
        named_function "eval" (["", "globals", "locals"], 1, 3) = execution::eval, "Evaluate the given source in the context of globals and locals.";
        named_function "exec" (["", "globals", "locals", "closure"], 1, 3) = execution::exec, "Execute the given source in the context of globals and locals.";
        function "format" (1, 2) = text::format, "Return type(value).__format__(value, format_spec)";
        function "getattr" (2, 3) = attributes::getattr, "Get a named attribute from an object.";
        function "globals" (0, 0) = execution::globals, "Return the dictionary containing the current scope's global variables.";
        function "hasattr" (2, 2) = attributes::hasattr, "Return whether the object has an attribute with the given name.";
        function "hash" (1, 1) = attributes::hash, "Return the hash value for the given object.";
        function "hex" (1, 1) = numbers::hex, "Return the hexadecimal representation of an integer.";
        function "id" (1, 1) = attributes::id, "Return the identity of an object.";
        function "input" (0, 1) = text::input, "Read a string from standard input.  The trailing newline is stripped.";
        function "isinstance" (2, 2) = attributes::isinstance, "Return whether an object is an instance of a class or of a subclass thereof.";
        function "issubclass" (2, 2) = attributes::issubclass, "Return whether 'cls' is derived from another class or is the same class.";
        function "aiter" (1, 1) = iteration::aiter, "Return an AsyncIterator for an AsyncIterable object.";
        function "anext" (1, 2) = iteration::anext, "Return the next item from the async iterator.";
        function "iter" (1, 2) = iteration::iter, "Get an iterator from an object.";
        function "len" (1, 1) = iteration::len, "Return the number of items in a container.";
        function "locals" (0, 0) = execution::locals, "Return a dictionary containing the current scope's local variables.";
        raw_function "max" () = iteration::max, "With a single iterable argument, return its biggest item.";
        raw_function "min" () = iteration::min, "With a single iterable argument, return its smallest item.";
        function "next" (1, 2) = iteration::next, "Return the next item from the iterator.";
        named_function "open" (open::PARAMS, 1, 8) = open::open, "Open file and return a stream.  Raise OSError upon failure.";
        function "oct" (1, 1) = numbers::oct, "Return the octal representation of an integer.";
        function "ord" (1, 1) = text::ord, "Return the Unicode code point for a one-character string.";
        named_function "pow" (["base", "exp", "mod"], 2, 3) = numbers::pow, "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.";
        raw_function "print" () = text::print, "Prints the values to a stream, or to sys.stdout by default.";
        function "repr" (1, 1) = text::repr, "Return the canonical string representation of the object.";
        named_function "round" (["number", "ndigits"], 1, 2) = numbers::round, "Round a number to a given precision in decimal digits.";
        function "setattr" (3, 3) = attributes::setattr, "Sets the named attribute on the given object to the specified value.";
        named_function "sorted" (["", "key", "reverse"], 1, 1) = iteration::sorted, "Return a new list containing all items from the iterable in ascending order.";
        named_function "sum" (["", "start"], 1, 2) = numbers::sum, "Return the sum of a 'start' value (default: 0) plus an iterable of numbers";
        function "vars" (0, 1) = attributes::vars, "Return the __dict__ attribute of the object, or locals() without one.";
        raw_function "__build_class__" () = execution::build_class, "Internal helper function used by the class statement.";
        named_function "__import__" (["name", "globals", "locals", "fromlist", "level"], 1, 5) = execution::import, "Import a module.";
    }
}
