//! Code objects: a record of an image, made ready to run.
//!
//! The instructions stay in the image, which the code keeps alive. Constants, nested code and
//! names become objects, and inline caches are allocated, when the code first runs: of a large
//! module most never does.

mod attributes;

use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use pyrite_algo::{Buf, OutOfMemory};
use pyrite_bytecode::code::ExceptionEntry;
use pyrite_bytecode::{CodeFlags, CodeView, Constant, ImageError, ImageView};
use pyrite_object::coll::set::Set;
use pyrite_object::heap::Kind;
use pyrite_object::types::property::Property;
use pyrite_object::{Obj, Outcome, Raised, Ref, Storage, Type, TypeRef, Visitor, Vm, flags, py_type};

pub use attributes::{CODE, code_qualname, local_names, position_tuple};

/// What an attribute site remembers.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct AttrCache {
    /// The object's type, or 0: nothing is remembered.
    pub type_: usize,
    /// The object's shape.
    pub shape: usize,
    /// See `eval`: a byte offset of a value, or the address of a function or value.
    pub value: usize,
}

/// In [`AttrCache::type_`]: the type's value, or the shape to go on to.
pub const CLASS_MARK: usize = 1;
/// In [`AttrCache::type_`]: not a type but a module, and a place in its dict.
pub const MODULE_MARK: usize = 2;
/// In [`AttrCache::type_`]: a function of the type that is to be bound.
pub const METHOD_MARK: usize = 3;
/// Instead of a shape, with [`METHOD_MARK`]: the value is a property.
pub const PROPERTY: usize = 1;
/// Instead of a shape, with [`METHOD_MARK`]: the value is the offset of a member.
pub const MEMBER: usize = 2;

/// The shape of an object's attributes as a word; 0 if it has none.
pub fn shape_bits(object: &Obj) -> usize {
    // SAFETY: the attributes live in the object, which is borrowed.
    pyrite_object::attr::attrs_of(object).map_or(0, |attrs| unsafe { attrs.as_ref() }.shape.get() as usize)
}

impl AttrCache {
    /// A value that the object's type has; `shape` 0 if its instances have no attributes.
    pub fn of_class_value(object: &Obj, shape: usize, value: usize) -> AttrCache {
        AttrCache { type_: usize::from(object.type_()) | CLASS_MARK, shape, value }
    }

    /// A member of the object's type.
    pub fn of_member(object: &Obj, offset: usize) -> AttrCache {
        AttrCache { type_: usize::from(object.type_()) | METHOD_MARK, shape: MEMBER, value: offset }
    }

    /// Where the object has the member that is remembered, if it is of the type.
    fn member(&self, object: &Obj) -> Option<*mut Option<Ref>> {
        let fits = object.is_pointer() && self.type_ == usize::from(object.type_()) | METHOD_MARK;
        fits.then(|| object.as_ptr().as_ptr().wrapping_byte_add(self.value).cast())
    }

    /// A value in the dict of a module.
    pub fn of_module_value(vm: &Vm, module: &Obj, slot: NonNull<Ref>) -> AttrCache {
        let value = slot.as_ptr().expose_provenance();
        AttrCache { type_: module.bits() | MODULE_MARK, shape: vm.names_epoch.get() as usize, value }
    }

    /// The shape that an object of the given shape gets by an attribute more.
    pub fn of_next_shape(object: &Obj, shape: usize, next: usize) -> AttrCache {
        AttrCache::of_class_value(object, shape, next)
    }
}

/// What a site of a global remembers.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GlobalCache {
    /// [`Vm::names_epoch`] when the site was filled; 0: nothing is remembered.
    pub epoch: usize,
    /// Where the value is.
    pub slot: *const Ref,
}

/// The words of an image, kept alive by its code objects.
pub struct Image {
    words: NonNull<u32>,
    len: usize,
    /// Whether the words are a block of the heap; else they are the program's.
    is_owned: bool,
}

// SAFETY: IMAGE's instances hold this.
unsafe impl Storage for Image {
    const TYPE: &'static Type = &IMAGE;
}

impl Drop for Image {
    fn drop(&mut self) {
        if self.is_owned && self.len != 0 {
            let vm = pyrite_object::model::current::vm();
            // SAFETY: the block was allocated with this size.
            unsafe { vm.heap.free(self.words.cast(), self.len * size_of::<u32>(), Kind::Plain) };
        }
    }
}

impl Image {
    fn words<'a>(&self) -> &'a [u32] {
        // SAFETY: the words are initialised and never written; code objects keep them alive.
        unsafe { core::slice::from_raw_parts(self.words.as_ptr(), self.len) }
    }
}

py_type! {
    /// Words of an image; not seen by Python code.
    pub static IMAGE: Image = "image", "" {
        flags flags::DISALLOW_INSTANTIATION;
    }
}

/// A code object.
#[repr(C)]
pub struct Code {
    /// First instruction word.
    pub insns: *const u32,
    /// Slots of the frame.
    pub nslots: u32,
    /// Number of arguments of a call that needs no binding, or `u32::MAX`.
    pub simple_args: u32,
    /// The same once there are caches, and no count before: the loop looks at this alone.
    pub fast_args: Cell<u32>,
    /// Constants; null before the first run.
    pub constants: Cell<*mut Ref>,
    /// Caches of attribute sites; null before the first run.
    pub attr_caches: Cell<*mut AttrCache>,
    /// Caches of global sites; the pointer is biased, so that the site's index is the index.
    pub global_caches: Cell<*mut GlobalCache>,
    /// Names (interned); null before the first run. There are always some.
    names: Cell<*mut Ref>,
    /// `co_flags`
    pub flags: CodeFlags,
    /// Parameters by position, those of them without a name for callers, those by name only.
    pub positional: u8,
    /// See `positional`.
    pub posonly: u8,
    /// See `positional`.
    pub kwonly: u8,
    insn_count: u32,
    attr_sites: u16,
    sites: u16,
    constant_count: u32,
    name_count: u32,
    at: u32,
    /// Words of the exception table, in the image.
    exceptions: *const [u32],
    /// Name indices of the sites, in the image.
    site_words: *const [u32],
    /// Slots and name indices of the local variables, in the image.
    locals: *const [u32],
    image: Ref,
    filename: Ref,
}

// SAFETY: CODE's instances hold this.
unsafe impl Storage for Code {
    const TYPE: &'static Type = &CODE;

    fn traverse(&self, visitor: &mut Visitor) {
        for constant in self.constants() {
            visitor.visit(constant);
        }
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        let vm = pyrite_object::model::current::vm();
        release_array(vm, self.constants.get(), self.constant_count as usize);
        release_array(vm, self.names.get(), self.name_count as usize);
        self.drop_caches(vm);
    }
}

fn release_array(vm: &Vm, first: *mut Ref, count: usize) {
    let Some(first) = NonNull::new(first) else { return };
    for index in 0..count {
        // SAFETY: the array holds `count` values; each is dropped once.
        unsafe { core::ptr::drop_in_place(first.as_ptr().add(index)) };
    }
    // SAFETY: the block was allocated with this size.
    unsafe { vm.heap.free(first.cast(), count * size_of::<Ref>(), Kind::Plain) };
}

/// Moves values into a block of the heap; null if there are none.
fn array_from(vm: &Vm, values: Buf<Ref>) -> Result<*mut Ref, OutOfMemory> {
    if values.is_empty() {
        return Ok(null_mut());
    }
    let block = vm.heap.alloc(values.len() * size_of::<Ref>(), Kind::Plain)?.cast::<Ref>();
    for (index, value) in values.into_iter().enumerate() {
        // SAFETY: the block has room for every value.
        unsafe { block.as_ptr().add(index).write(value) };
    }
    Ok(block.as_ptr())
}

impl Code {
    /// The record.
    pub fn view(&self) -> Option<CodeView<'_>> {
        CodeView::new(self.image.cast::<Image>()?.storage().words(), self.at as usize)
    }

    /// The constants; none before [`Code::prepare`].
    pub fn constants(&self) -> &[Ref] {
        if self.constants.get().is_null() {
            return &[];
        }
        // SAFETY: the array holds `constant_count` values, never changed.
        unsafe { core::slice::from_raw_parts(self.constants.get(), self.constant_count as usize) }
    }

    /// Name `index`; None before [`Code::prepare`].
    pub fn name(&self, index: usize) -> &Obj {
        if index >= self.name_count as usize || self.names.get().is_null() {
            return Obj::NONE;
        }
        // SAFETY: the array holds `name_count` values, never changed.
        unsafe { &*self.names.get().add(index) }
    }

    /// `co_name`
    ///
    /// # Errors
    /// MemoryError.
    pub fn own_name(&self, vm: &Vm) -> Outcome {
        intern_wtf8(vm, self.view().map_or(&[][..], |view| view.name()))
    }

    /// Makes the constants and names, if they are not there.
    ///
    /// # Errors
    /// MemoryError.
    pub fn prepare(&self, vm: &Vm) -> Result<(), Raised> {
        if self.names.get().is_null() { self.make_objects(vm) } else { Ok(()) }
    }

    #[cold]
    fn make_objects(&self, vm: &Vm) -> Result<(), Raised> {
        let Some(view) = self.view() else { return Err(vm.system_error("image")) };
        let mut names = vm.memory(Buf::with_capacity(view.names_len()))?;
        for index in 0..view.names_len() {
            let name = view.name_at(index).unwrap_or(&[]);
            vm.memory(names.push(intern_wtf8(vm, name)?))?;
        }
        let mut constants = vm.memory(Buf::with_capacity(view.constants_len()))?;
        for constant in view.constants() {
            let constant = match constant {
                Constant::Code(distance) => match view.child(distance) {
                    Some(child) => from_view(vm, &self.image, &self.filename, child)?,
                    None => return Err(vm.value_error("bad code: child")),
                },
                constant => constant_object(vm, constant)?,
            };
            vm.memory(constants.push(constant))?;
        }
        let (name_count, constant_count) = (names.len(), constants.len());
        let names = vm.memory(array_from(vm, names))?;
        let constants = array_from(vm, constants);
        // Making them may have run code that needed them: then they are there.
        if let (Ok(constants), true) = (constants, self.names.get().is_null()) {
            self.names.set(names);
            self.constants.set(constants);
            return Ok(());
        }
        release_array(vm, names, name_count);
        release_array(vm, vm.memory(constants)?, constant_count);
        Ok(())
    }

    /// Slot and name of every local variable.
    pub fn locals(&self) -> impl Iterator<Item = (usize, &Obj)> {
        // SAFETY: the image, which this code keeps alive, holds the words.
        let words = unsafe { &*self.locals };
        words.iter().map(|word| (*word as usize & 0xffff, self.name(*word as usize >> 16)))
    }

    /// The name of cache site `index`.
    pub fn site_name(&self, index: usize) -> &Obj {
        // SAFETY: the image, which this code keeps alive, holds the words.
        let words = unsafe { &*self.site_words };
        match words.get(index / 2) {
            Some(word) if index < self.sites.into() => {
                self.name((word >> (index % 2 * 16)) as usize & 0xffff)
            }
            _ => Obj::NONE,
        }
    }

    /// The handler of the instruction whose words include `index`.
    pub fn handler(&self, index: u32) -> Option<ExceptionEntry> {
        // SAFETY: the image, which this code keeps alive, holds the table.
        pyrite_bytecode::code::find_handler(unsafe { &*self.exceptions }, index)
    }

    /// The first site that is not an attribute's.
    pub fn attr_sites(&self) -> usize {
        self.attr_sites.into()
    }

    /// `co_filename`
    pub fn filename(&self) -> &Obj {
        &self.filename
    }

    /// Words of instructions.
    pub fn insn_count(&self) -> usize {
        self.insn_count as usize
    }

    /// The line of the instruction whose words include `index`.
    pub fn line_at(&self, index: usize) -> u32 {
        let view = self.view();
        let position = view.and_then(|view| view.position(index as u32));
        position.map_or_else(|| view.map_or(1, |view| view.first_line()), |position| position.line)
    }

    /// Makes what running takes: constants, names, and room for the caches, all empty.
    ///
    /// # Errors
    /// MemoryError.
    pub fn make_ready(&self, vm: &Vm) -> Result<(), Raised> {
        self.prepare(vm)?;
        vm.memory(self.make_caches(vm))
    }

    fn make_caches(&self, vm: &Vm) -> Result<(), OutOfMemory> {
        if !self.attr_caches.get().is_null() {
            return Ok(());
        }
        let attrs = usize::from(self.attr_sites) * size_of::<AttrCache>();
        let globals = usize::from(self.sites - self.attr_sites) * size_of::<GlobalCache>();
        let block = vm.heap.alloc((attrs + globals).max(1), Kind::Plain)?;
        // SAFETY: the block is that large; all-zero caches are empty ones.
        unsafe {
            core::ptr::write_bytes(block.as_ptr(), 0, attrs + globals);
            self.attr_caches.set(block.cast().as_ptr());
            self.fast_args.set(self.simple_args);
            let globals = block.byte_add(attrs).cast::<GlobalCache>().as_ptr();
            self.global_caches.set(globals.wrapping_sub(self.attr_sites.into()));
        }
        Ok(())
    }

    /// What an attribute site remembers of a value that is not the instance's: see
    /// [`AttrCache::of_class_value`] and [`AttrCache::of_module_value`].
    #[inline]
    pub fn load_cached(&self, vm: &Vm, object: &Obj, site: usize) -> Option<Outcome> {
        let caches = self.attr_caches.get();
        if caches.is_null() || site >= self.attr_sites.into() {
            return None;
        }
        // SAFETY: the block holds `attr_sites` of them.
        let cache = unsafe { *caches.add(site) };
        let value = core::ptr::with_exposed_provenance::<Ref>(cache.value);
        if cache.type_ == object.bits() | MODULE_MARK {
            // SAFETY: the slot of the module's dict is valid while the epoch is the same.
            return (cache.shape == vm.names_epoch.get() as usize).then(|| Ok(unsafe { (*value).clone() }));
        }
        let mark = cache.type_ & METHOD_MARK;
        if mark == METHOD_MARK && cache.shape == MEMBER {
            let place = cache.member(object)?;
            // SAFETY: instances of the type hold the member there.
            return unsafe { (*place).clone() }.map(Ok);
        }
        let is_property = mark == METHOD_MARK && cache.shape == PROPERTY;
        let fits = cache.type_ ^ mark == usize::from(object.type_())
            && mark != 0
            && (is_property || cache.shape == shape_bits(object));
        if !fits {
            return None;
        }
        // SAFETY: the class keeps the value until it changes, which empties the cache.
        let value = unsafe { Obj::from_ptr(NonNull::new(value.cast_mut().cast())?) };
        if mark == CLASS_MARK {
            return Some(Ok(value.own()));
        }
        if let (true, Some(property)) = (is_property, value.exact::<Property>()) {
            // A property may be given other functions, and its class may change: the getter is held.
            let getter = property.getter.get()?;
            return Some(vm.call_one(&getter, object));
        }
        Some(vm.bind(value, object))
    }

    /// Appends an attribute as the site remembers: `None` if it does not.
    #[inline]
    pub fn append_cached(
        &self,
        vm: &Vm,
        object: &Obj,
        site: usize,
        value: &Ref,
    ) -> Option<Result<(), OutOfMemory>> {
        let caches = self.attr_caches.get();
        if caches.is_null() || site >= self.attr_sites.into() {
            return None;
        }
        // SAFETY: the block holds `attr_sites` of them.
        let cache = unsafe { *caches.add(site) };
        if cache.type_ & METHOD_MARK == METHOD_MARK && cache.shape == MEMBER {
            let place = cache.member(object)?;
            // SAFETY: instances of the type hold the member there; the old value is dropped after.
            drop(unsafe { place.replace(Some(value.clone())) });
            return Some(Ok(()));
        }
        let fits =
            cache.type_ == usize::from(object.type_()) | CLASS_MARK && cache.shape == shape_bits(object);
        if !fits || cache.shape == 0 {
            return None;
        }
        let next = NonNull::new(core::ptr::with_exposed_provenance_mut(cache.value))?;
        // SAFETY: the attributes live in the object, which is borrowed; the class keeps the shape.
        let attrs = unsafe { pyrite_object::attr::attrs_of(object)?.as_ref() };
        Some(vm.append_value(attrs, next, value.clone()))
    }

    /// Fills the cache of an attribute site, if there are caches.
    pub fn set_attr_cache(&self, site: usize, cache: AttrCache) {
        let caches = self.attr_caches.get();
        if !caches.is_null() && site < self.attr_sites.into() {
            // SAFETY: the block holds `attr_sites` of them.
            unsafe { caches.add(site).write(cache) };
        }
    }

    /// Fills the cache of a global's site, if there are caches.
    pub fn set_global_cache(&self, site: usize, cache: GlobalCache) {
        let caches = self.global_caches.get();
        if !caches.is_null() && (self.attr_sites..self.sites).contains(&(site as u16)) {
            // SAFETY: the pointer is biased by the attribute sites.
            unsafe { caches.wrapping_add(site).write(cache) };
        }
    }

    /// Forgets what the attribute sites remember.
    pub fn flush_attr_caches(&self) {
        if let Some(caches) = NonNull::new(self.attr_caches.get()) {
            // SAFETY: the block holds `attr_sites` of them.
            unsafe { core::ptr::write_bytes(caches.as_ptr(), 0, usize::from(self.attr_sites)) };
        }
    }

    fn drop_caches(&self, vm: &Vm) {
        let attrs = usize::from(self.attr_sites) * size_of::<AttrCache>();
        let globals = usize::from(self.sites - self.attr_sites) * size_of::<GlobalCache>();
        if let Some(block) = NonNull::new(self.attr_caches.replace(null_mut())) {
            // SAFETY: the block was allocated with this size.
            unsafe { vm.heap.free(block.cast(), (attrs + globals).max(1), Kind::Plain) };
        }
    }
}

/// Forgets what every attribute site remembers.
pub fn flush_caches(vm: &Vm) {
    vm.heap.for_each_container(|object| {
        // SAFETY: containers are live objects with a header.
        let object = unsafe { Obj::from_ptr(object.cast()) };
        if let Some(code) = object.exact::<Code>() {
            code.flush_attr_caches();
        }
    });
}

/// A code object for the module of an image, which is copied into the heap and verified.
///
/// # Errors
/// ValueError naming what is wrong with the image; MemoryError.
pub fn load(vm: &Vm, words: &[u32], sealed: Sealed) -> Outcome {
    load_filled(vm, words.len(), sealed, None, &mut |block| {
        block.copy_from_slice(words);
        true
    })
}

/// As [`load`], for an image of `len` words that `fill` puts where it is to lie. With a
/// `filename`, that counts and not the image's.
///
/// # Errors
/// As [`load`]; ValueError if `fill` cannot.
pub fn load_filled(
    vm: &Vm,
    len: usize,
    sealed: Sealed,
    filename: Option<&Ref>,
    fill: &mut dyn FnMut(&mut [u32]) -> bool,
) -> Outcome {
    let size = len * size_of::<u32>();
    let block = vm.memory(vm.heap.alloc(size.max(1), Kind::Plain))?.cast::<u32>();
    let image = Image { words: block, len, is_owned: true };
    // SAFETY: the block has room for the words, is ours alone, and zeros are words.
    let words = unsafe {
        core::ptr::write_bytes(block.as_ptr(), 0, len);
        core::slice::from_raw_parts_mut(block.as_ptr(), len)
    };
    if !fill(words) {
        return Err(vm.value_error("incomplete code image"));
    }
    from_image(vm, image, sealed, filename)
}

/// A code object for the module of an image that is part of the program: used where it lies.
///
/// # Errors
/// MemoryError.
pub fn load_frozen(vm: &Vm, words: &'static [u32]) -> Outcome {
    let image = Image { words: NonNull::from(words).cast(), len: words.len(), is_owned: false };
    from_image(vm, image, Sealed::Frozen, None)
}

/// How far an image is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// It comes from outside: its check sum has to be right, and it is verified.
    Yes,
    /// The compiler has just made it: it has no check sum, but is verified.
    No,
    /// It is part of the program, which would be wrong elsewhere if this were.
    Frozen,
}

fn from_image(vm: &Vm, image: Image, sealed: Sealed, filename: Option<&Ref>) -> Outcome {
    let image = vm.memory(vm.allocate(TypeRef::of(&IMAGE), image, size_of::<Image>()))?;
    let Some(this) = image.cast::<Image>() else { return Err(vm.system_error("image")) };
    let view = match sealed {
        Sealed::Yes => ImageView::new(this.words()),
        Sealed::No | Sealed::Frozen => ImageView::unsealed(this.words()),
    };
    let view = view.map_err(|error| image_error(vm, error))?;
    let filename = match filename {
        Some(filename) => filename.clone(),
        None => vm.memory(vm.new_str_wtf8(view.filename()))?,
    };
    if sealed != Sealed::Frozen {
        check(vm, &view.module())?;
    }
    from_view(vm, &image, &filename, view.module())
}

#[cold]
fn image_error(vm: &Vm, error: ImageError) -> Raised {
    vm.value_error(format_args!("bad code image: {error:?}"))
}

/// Verifies code and all that is nested in it.
fn check(vm: &Vm, view: &CodeView<'_>) -> Result<(), Raised> {
    let _guard = vm.enter_native()?;
    if let Err(error) = pyrite_bytecode::verify::verify(view) {
        return Err(vm.value_error(format_args!("bad code: {error:?}")));
    }
    for constant in view.constants() {
        if let Constant::Code(distance) = constant {
            match view.child(distance) {
                Some(child) => check(vm, &child)?,
                None => return Err(vm.value_error("bad code: child")),
            }
        }
    }
    Ok(())
}

/// A code object of a record that was checked.
fn from_view(vm: &Vm, image: &Ref, filename: &Ref, view: CodeView<'_>) -> Outcome {
    let special = CodeFlags::VARARGS.0
        | CodeFlags::VARKEYWORDS.0
        | CodeFlags::GENERATOR.0
        | CodeFlags::COROUTINE.0
        | CodeFlags::ASYNC_GENERATOR.0;
    let simple = view.flags().0 & special == 0 && view.nkwonly() == 0;
    let code = Code {
        insns: view.insns().as_ptr(),
        nslots: view.nslots() as u32,
        simple_args: if simple { view.npos() as u32 } else { u32::MAX },
        fast_args: Cell::new(u32::MAX),
        constants: Cell::new(null_mut()),
        attr_caches: Cell::new(null_mut()),
        global_caches: Cell::new(null_mut()),
        names: Cell::new(null_mut()),
        flags: view.flags(),
        positional: view.npos() as u8,
        posonly: view.nposonly() as u8,
        kwonly: view.nkwonly() as u8,
        insn_count: view.insns().len() as u32,
        attr_sites: view.attribute_sites_len() as u16,
        sites: view.sites_len() as u16,
        constant_count: view.constants_len() as u32,
        name_count: view.names_len() as u32,
        at: view.offset() as u32,
        exceptions: view.exception_words(),
        site_words: view.site_words(),
        locals: view.local_words(),
        image: image.clone(),
        filename: filename.clone(),
    };
    vm.memory(vm.allocate(TypeRef::of(&CODE), code, size_of::<Code>()))
}

/// An interned str of UTF-8 text.
///
/// # Errors
/// MemoryError.
pub fn intern_wtf8(vm: &Vm, text: &[u8]) -> Outcome {
    match core::str::from_utf8(text) {
        Ok(text) => vm.memory(vm.intern(text)),
        Err(_) => vm.memory(vm.new_str_wtf8(text)),
    }
}

fn constant_object(vm: &Vm, constant: Constant<'_>) -> Outcome {
    match constant {
        Constant::Imm(imm) => Ok(immediate(imm as usize).own()),
        Constant::Int(value) => vm.int(value),
        Constant::BigInt { negative, limbs } => vm.memory(vm.new_int_limbs(negative, limbs)),
        Constant::Float(value) => vm.float(value),
        Constant::Complex(real, imag) => pyrite_object::types::complex::new(vm, (real, imag)),
        Constant::Str(text) => {
            let string = vm.memory(vm.new_str_wtf8(text.bytes))?;
            // As CPython: strings that look like names are interned.
            if text.bytes.len() <= 32
                && text.bytes.iter().all(|&byte| byte == b'_' || byte.is_ascii_alphanumeric())
            {
                return vm.memory(vm.intern_str(&string));
            }
            Ok(string)
        }
        Constant::Bytes(bytes) => vm.bytes(bytes),
        Constant::Tuple(items) => tuple_object(vm, items),
        Constant::Frozenset(items) => {
            let set = Set::new();
            for item in items {
                let item = constant_object(vm, item)?;
                set.add(vm, &item)?;
            }
            vm.frozenset_from(set)
        }
        Constant::Code(_) => Err(vm.value_error("bad code: nested code constant")),
    }
}

fn tuple_object<'a>(vm: &Vm, items: impl Iterator<Item = Constant<'a>>) -> Outcome {
    let mut objects = Buf::new();
    for item in items {
        vm.memory(objects.push(constant_object(vm, item)?))?;
    }
    vm.tuple_of(&objects)
}

/// The object of an [`pyrite_bytecode::Imm`]'s bits; None for others.
pub fn immediate(bits: usize) -> &'static Obj {
    [Obj::UNBOUND, Obj::NONE, Obj::FALSE, Obj::TRUE, Obj::ELLIPSIS, Obj::NOT_IMPLEMENTED]
        .into_iter()
        .find(|each| each.bits() == bits)
        .unwrap_or(Obj::NONE)
}

/// The immediate of a LOAD_IMM instruction, whose bits the verifier checked.
#[inline(always)]
pub fn immediate_ref(bits: u16) -> Ref {
    match bits {
        6 => Ref::none(),
        10 => Ref::bool(false),
        14 => Ref::bool(true),
        _ => immediate(bits.into()).own(),
    }
}
