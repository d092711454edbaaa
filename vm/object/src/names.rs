//! Interned strings: attribute names compare by address.
//!
//! Well-known names are statics in flash, found through a table made by the compiler. Others
//! are in [`Interned`], which does not own them: a string that dies is taken out.

use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use pyrite_algo::OutOfMemory;

use crate::heap::Kind;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Header, Obj, Ref};
use crate::model::{This, Vm};
use crate::raw::str::{Chars, StaticStr, Str};

macro_rules! names {
    ($($name:ident = $text:literal;)*) => {
        /// The well-known names, each a static string.
        #[allow(missing_docs, reason = "the text of each is its documentation")]
        pub mod well_known {
            use super::*;
            $(pub static $name: StaticStr<{ $text.len() + 1 }> = StaticStr::new($text);)*
        }

        $(#[doc = concat!("`", $text, "`")]
        #[inline]
        #[allow(non_snake_case, reason = "stands for a constant")]
        pub const fn $name() -> &'static Obj { well_known::$name.as_obj() })*

        const COUNT: usize = [$($text),*].len();
        const TEXTS: [&str; COUNT] = [$($text),*];
        static OBJECTS: [fn() -> &'static Obj; COUNT] = [$($name),*];
    };
}

names! {
    ABC_TPFLAGS = "__abc_tpflags__"; ABSTRACTMETHODS = "__abstractmethods__"; ISABSTRACTMETHOD = "__isabstractmethod__"; ABS = "__abs__"; ADD = "__add__"; AENTER = "__aenter__"; AEXIT = "__aexit__";
    AITER = "__aiter__"; ALL = "__all__"; AND = "__and__"; ANEXT = "__anext__"; ANNOTATIONS = "__annotations__";
    ARGS = "args"; AWAIT = "__await__"; BASES = "__bases__"; BOOL = "__bool__"; BUILTINS = "__builtins__";
    BYTES = "__bytes__"; CALL = "__call__"; CAUSE = "__cause__"; CEIL = "__ceil__"; CLASS = "__class__";
    CLASS_GETITEM = "__class_getitem__"; CLASSCELL = "__classcell__"; CLOSE = "close"; CLOSURE = "__closure__";
    CODE = "__code__"; COMPLEX = "__complex__"; CONTAINS = "__contains__"; CONTEXT = "__context__";
    DEFAULTS = "__defaults__"; DEL = "__del__"; DELATTR = "__delattr__"; DELETE = "__delete__";
    DELITEM = "__delitem__"; DICT = "__dict__"; DIR = "__dir__"; DIVMOD = "__divmod__"; DOC = "__doc__";
    ENTER = "__enter__"; EQ = "__eq__"; ERRNO = "errno"; EXIT = "__exit__"; FILE = "__file__"; FILENAME = "filename";
    FLOAT = "__float__"; FLOOR = "__floor__"; FLOORDIV = "__floordiv__"; FLUSH = "flush"; FORMAT = "__format__";
    FSPATH = "__fspath__"; GE = "__ge__"; GET = "__get__"; GETATTR = "__getattr__";
    GETATTRIBUTE = "__getattribute__"; GETITEM = "__getitem__"; GLOBALS = "__globals__"; GT = "__gt__";
    HASH = "__hash__"; IADD = "__iadd__"; IAND = "__iand__"; IFLOORDIV = "__ifloordiv__"; ILSHIFT = "__ilshift__";
    IMATMUL = "__imatmul__"; IMOD = "__imod__"; IMPORT = "__import__"; IMUL = "__imul__"; INDEX = "__index__";
    INIT = "__init__"; INIT_SUBCLASS = "__init_subclass__"; INSTANCECHECK = "__instancecheck__"; INT = "__int__";
    INVERT = "__invert__"; IOR = "__ior__"; IPOW = "__ipow__"; IRSHIFT = "__irshift__"; ISUB = "__isub__";
    ITEMS = "items"; ITER = "__iter__"; ITRUEDIV = "__itruediv__"; IXOR = "__ixor__"; JOIN = "join"; KEYS = "keys";
    KWDEFAULTS = "__kwdefaults__"; LAST = "_"; LE = "__le__"; LEN = "__len__"; LENGTH_HINT = "__length_hint__";
    LOADER = "__loader__"; LSHIFT = "__lshift__"; LT = "__lt__"; MAIN = "__main__"; MATCH_ARGS = "__match_args__";
    MATMUL = "__matmul__"; METACLASS = "metaclass"; MISSING = "__missing__"; MOD = "__mod__"; MODULE = "__module__";
    MRO = "__mro__"; MRO_ENTRIES = "__mro_entries__"; MUL = "__mul__"; NAME = "__name__"; NAME_ATTR = "name";
    NE = "__ne__"; NEG = "__neg__"; NEW = "__new__"; NEXT = "__next__"; NOTES = "__notes__"; OBJ = "obj"; OR = "__or__";
    PACKAGE = "__package__"; PATH = "__path__"; PATH_ATTR = "path"; POS = "__pos__"; POW = "__pow__";
    PREPARE = "__prepare__"; QUALNAME = "__qualname__"; RADD = "__radd__"; RAND = "__rand__"; RDIVMOD = "__rdivmod__";
    READ = "read"; REPR = "__repr__"; REVERSED = "__reversed__"; RFLOORDIV = "__rfloordiv__"; RLSHIFT = "__rlshift__";
    RMATMUL = "__rmatmul__"; RMOD = "__rmod__"; RMUL = "__rmul__"; ROR = "__ror__"; ROUND = "__round__";
    RPOW = "__rpow__"; RRSHIFT = "__rrshift__"; RSHIFT = "__rshift__"; RSUB = "__rsub__"; RTRUEDIV = "__rtruediv__";
    RXOR = "__rxor__"; SEND = "send"; SELF = "self"; SET = "__set__"; SET_NAME = "__set_name__";
    SETATTR = "__setattr__"; SETITEM = "__setitem__"; SIZEOF = "__sizeof__"; SLOTS = "__slots__"; SORT = "sort";
    SPEC = "__spec__"; STR = "__str__"; STRERROR = "strerror"; SUB = "__sub__"; SUBCLASSCHECK = "__subclasscheck__";
    SUPPRESS_CONTEXT = "__suppress_context__"; THROW = "throw"; TRACEBACK = "__traceback__";
    TRUEDIV = "__truediv__"; TRUNC = "__trunc__"; TYPE_PARAMS = "__type_params__"; VALUE = "value";
    VALUES = "values"; WRITE = "write"; XOR = "__xor__"; EMPTY = "";
    CODE_ATTR = "code"; MSG = "msg"; LINENO = "lineno"; OFFSET = "offset"; TEXT = "text"; PRINT_FILE_AND_LINE = "print_file_and_line";
    END_LINENO = "end_lineno"; END_OFFSET = "end_offset"; FILENAME2 = "filename2"; STDIN = "stdin"; STDOUT = "stdout";
    STDERR = "stderr"; MODULES = "modules"; ARGV = "argv"; PS1 = "ps1"; PS2 = "ps2"; DISPLAYHOOK = "displayhook";
    EXCEPTHOOK = "excepthook"; STRING = "<string>"; STDIN_NAME = "<stdin>"; LAMBDA = "<lambda>"; SUBCLASSHOOK = "__subclasshook__";
    SUBCLASSES = "__subclasses__"; ANNOTATE = "__annotate__"; PUBLIC_MAIN = "<module>"; READLINE = "readline"; KEY = "key"; REVERSE = "reverse"; BASE = "__base__"; WEAKREF = "__weakref__";
    FIND_SPEC = "find_spec"; CREATE_MODULE = "create_module"; EXEC_MODULE = "exec_module"; LOADER_ATTR = "loader";
    LOCATIONS = "submodule_search_locations"; ORIGIN = "origin"; HAS_LOCATION = "has_location"; CACHED_ATTR = "cached";
    CACHED = "__cached__"; PARENT = "parent"; INITIALIZING = "_initializing"; META_PATH = "meta_path";
    PATH_HOOKS = "path_hooks"; PATH_IMPORTER_CACHE = "path_importer_cache"; GET_CODE = "get_code"; GET_DATA = "get_data";
    DONT_WRITE_BYTECODE = "dont_write_bytecode";
}

const TABLE_SIZE: usize = 512;
const _: () = assert!(COUNT * 4 < TABLE_SIZE * 3);

/// Open addressing by hash: index + 1 of the name, 0 where there is none.
static TABLE: [u16; TABLE_SIZE] = {
    let mut table = [0u16; TABLE_SIZE];
    let mut index = 0;
    while index < COUNT {
        let mut slot = pyrite_algo::hash::hash_str(TEXTS[index]) as usize % TABLE_SIZE;
        while table[slot] != 0 {
            slot = (slot + 1) % TABLE_SIZE;
        }
        table[slot] = index as u16 + 1;
        index += 1;
    }
    table
};

/// The strings of one ASCII character.
static CHARACTERS: [StaticStr<2>; 128] = {
    const BLANK: StaticStr<2> = StaticStr::character(0);
    let mut all = [BLANK; 128];
    let mut code = 1;
    while code < all.len() {
        all[code] = StaticStr::character(code as u8);
        code += 1;
    }
    all
};

/// The one string of an ASCII character.
#[inline]
pub fn ascii_char(code: u32) -> Option<&'static Obj> {
    if code == '_' as u32 {
        return Some(LAST());
    }
    CHARACTERS.get(code as usize).map(StaticStr::as_obj)
}

/// The static name of a text, if it is well known.
fn find_static(text: &[u8], hash: usize) -> Option<&'static Obj> {
    if let [single] = *text {
        return ascii_char(single.into());
    }
    let mut slot = hash % TABLE_SIZE;
    loop {
        let index = usize::from(*TABLE.get(slot)?).checked_sub(1)?;
        if TEXTS.get(index)?.as_bytes() == text {
            return OBJECTS.get(index).map(|object| object());
        }
        slot = (slot + 1) % TABLE_SIZE;
    }
}

const TOMB: usize = 1;

/// Addresses of the interned strings that live in RAM: open addressing, 0 is empty.
pub struct Interned {
    slots: Cell<*mut usize>,
    /// A power of two, or 0.
    cap: Cell<usize>,
    /// Slots that are not empty: strings and tombs.
    taken: Cell<usize>,
    live: Cell<usize>,
}

impl Interned {
    /// An empty table.
    pub const fn new() -> Interned {
        Interned { slots: Cell::new(null_mut()), cap: Cell::new(0), taken: Cell::new(0), live: Cell::new(0) }
    }

    fn slot(&self, index: usize) -> Cell<usize> {
        // SAFETY: `index` is below `cap`; all slots are initialised.
        Cell::new(unsafe { *self.slots.get().add(index) })
    }

    fn set_slot(&self, index: usize, value: usize) {
        // SAFETY: `index` is below `cap`, and the table is ours alone.
        unsafe { *self.slots.get().add(index) = value };
    }

    /// Slot indices in probing order for `hash`.
    fn probe(&self, hash: usize) -> impl Iterator<Item = usize> + use<> {
        let cap = self.cap.get();
        (0..cap).map(move |step| hash.wrapping_add(step) & (cap - 1))
    }

    fn find(&self, hash: usize, same: impl Fn(This<'_, Str>) -> bool) -> Option<Ref> {
        for index in self.probe(hash) {
            match self.slot(index).get() {
                0 => return None,
                TOMB => {}
                address => {
                    let string = string_at(address);
                    if string.hash() == hash && same(string) {
                        return Some(string.own());
                    }
                }
            }
        }
        None
    }

    fn insert(&self, vm: &Vm, string: This<'_, Str>) -> Result<(), OutOfMemory> {
        if (self.taken.get() + 1) * 4 > self.cap.get() * 3 {
            self.rehash(vm)?;
        }
        for index in self.probe(string.hash()) {
            let old = self.slot(index).get();
            if old <= TOMB {
                self.set_slot(index, string.obj().as_ptr().as_ptr().expose_provenance());
                self.taken.set(self.taken.get() + usize::from(old == 0));
                self.live.set(self.live.get() + 1);
                break;
            }
        }
        string.set_interned(true);
        Ok(())
    }

    fn rehash(&self, vm: &Vm) -> Result<(), OutOfMemory> {
        let new_cap = ((self.live.get() + 1) * 2).next_power_of_two().max(32);
        let fresh = vm.heap.alloc(new_cap * size_of::<usize>(), Kind::Plain)?.cast::<usize>();
        // SAFETY: the block has room for `new_cap` words.
        unsafe { core::ptr::write_bytes(fresh.as_ptr(), 0, new_cap) };
        let (old, old_cap) = (self.slots.replace(fresh.as_ptr()), self.cap.replace(new_cap));
        self.taken.set(self.live.get());
        for index in 0..old_cap {
            // SAFETY: the old table holds `old_cap` words.
            let address = unsafe { *old.add(index) };
            if address > TOMB {
                let free = self.probe(string_at(address).hash()).find(|&slot| self.slot(slot).get() == 0);
                if let Some(slot) = free {
                    self.set_slot(slot, address);
                }
            }
        }
        if let Some(old) = NonNull::new(old) {
            // SAFETY: the old table was allocated with this size.
            unsafe { vm.heap.free(old.cast(), old_cap * size_of::<usize>(), Kind::Plain) };
        }
        Ok(())
    }

    fn remove(&self, hash: usize, address: usize) {
        for index in self.probe(hash) {
            match self.slot(index).get() {
                0 => return,
                found if found == address => {
                    self.live.set(self.live.get() - 1);
                    return self.set_slot(index, TOMB);
                }
                _ => {}
            }
        }
    }
}

impl Default for Interned {
    fn default() -> Self {
        Self::new()
    }
}

fn string_at<'a>(address: usize) -> This<'a, Str> {
    // SAFETY: the table holds addresses of live strings; one that dies is removed first.
    unsafe {
        let header = NonNull::new_unchecked(core::ptr::with_exposed_provenance_mut::<Header>(address));
        This::new_unchecked(Obj::from_ptr(header))
    }
}

/// Takes a dying interned string out of the table.
pub(crate) fn forget(head: NonNull<Str>) {
    let address = head.as_ptr().addr() - HEADER_SIZE;
    let hash = string_at(address).hash();
    crate::model::current::vm().interned.remove(hash, address);
}

impl Vm {
    /// Frees the table of interned strings, once no interned string is left.
    pub fn release_names(&self) {
        let table = &self.interned;
        if table.live.get() != 0 {
            return;
        }
        let cap = table.cap.replace(0);
        table.taken.set(0);
        if let Some(slots) = NonNull::new(table.slots.replace(null_mut())) {
            // SAFETY: the table was allocated with this size.
            unsafe { self.heap.free(slots.cast(), cap * size_of::<usize>(), Kind::Plain) };
        }
    }

    /// The interned string of an ASCII or UTF-8 text.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn intern(&self, text: &str) -> Result<Ref, OutOfMemory> {
        let bytes = text.as_bytes();
        if bytes.is_ascii() {
            let hash = pyrite_algo::hash::hash_bytes(bytes) as usize;
            if let Some(name) = find_static(bytes, hash) {
                return Ok(name.own());
            }
            if let Some(name) =
                self.interned.find(hash, |each| matches!(each.chars(), Chars::One(same) if same == bytes))
            {
                return Ok(name);
            }
        }
        let string = self.new_str(text)?;
        self.intern_str(&string)
    }

    /// The interned string equal to the str `string`: itself, if there is none yet.
    /// Strings of subtypes of `str` are returned as they are.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn intern_str(&self, string: &Obj) -> Result<Ref, OutOfMemory> {
        let Some(this) = string.exact::<Str>() else { return Ok(string.own()) };
        if this.is_interned() {
            return Ok(this.own());
        }
        if let (Chars::One(text), true) = (this.chars(), this.is_ascii())
            && let Some(name) = find_static(text, this.hash())
        {
            return Ok(name.own());
        }
        if let Some(found) = self.interned.find(this.hash(), |each| each.equals(this)) {
            return Ok(found);
        }
        self.interned.insert(self, this)?;
        Ok(this.own())
    }
}
