//! The opcode table: one row an instruction; everything else follows from it.
//!
//! An instruction is one 32-bit word `op | a<<8 | b<<16 | c<<24`, little endian.
//! `bx` is the 16-bit field over `b` and `c`, `sbx` the same with sign, `sax` the signed
//! 24-bit field over `a`, `b` and `c`.
//! Some instructions own the word that follows; [`Op::extra`] says what it holds.
//! Jump distances count words from the end of the instruction, its extra word included.
//! Every conditional branch that jumps backward does pending work (signals, thread switch,
//! collector) as `JUMP_BACK` does, before it jumps.
//!
//! # Registers
//! `R[n]` is slot `n` of the frame, always a valid value; "empty" is the immediate
//! [`Imm::Unbound`]. Every slot owns its value: writing one releases what was there.
//! Slots 0.. hold the parameters in order (positional-only, positional, `*args` if any,
//! keyword-only, `**kwargs` if any), then the other local variables, then temporaries.
//! Temporaries are allocated as a stack, and are empty again once their value is used.
//!
//! # Call window
//! A call takes consecutive temporaries from `h`: [`CALL_HEADER`] slots of which the first
//! holds the callable, then the arguments. They become the callee's frame: its register 0
//! is `R[h + CALL_HEADER]`. The result replaces `R[h]`; the other slots are empty afterwards.
//!
//! # Loop state
//! A `for` loop owns three consecutive slots `s..s+3`. No instruction but `FOR_PREP`, `FOR_ITER`
//! and `FOR_END` of that same `s` names one of them, nor is one the depth of an exception table
//! entry; the verifier sees to it. So a state is either all empty or as `FOR_PREP` and `FOR_ITER`
//! left it (an exception handler or a callee's frame may have emptied all of it).
//!
//! # Delegation
//! A `YIELD` of `yield from` or `await` is followed directly by its `SEND`, and no other `YIELD`
//! is: so `throw()` and `close()` find the inner iterator, in field `a` of the instruction at
//! which a suspended frame resumes.

/// Slots in front of a callee's arguments: callable, caller's frame, caller's place, code.
pub const CALL_HEADER: u8 = 4;

/// Registers that a frame may have, for one byte names them.
pub const REGISTER_MAX: usize = 256;

/// Values that need no memory, as the `bx` field of `LOAD_IMM`.
///
/// The numbers are those of the value word itself on every target (low bits `10`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Imm {
    /// An empty slot; never seen by Python code.
    Unbound = 2,
    /// `None`
    None = 6,
    /// `False`
    False = 10,
    /// `True`
    True = 14,
    /// `...`
    Ellipsis = 18,
    /// `NotImplemented`
    NotImplemented = 22,
}

impl Imm {
    /// The immediate with these bits, or `None` if there is no such.
    pub const fn from_bits(bits: u16) -> Option<Imm> {
        Some(match bits {
            2 => Imm::Unbound,
            6 => Imm::None,
            10 => Imm::False,
            14 => Imm::True,
            18 => Imm::Ellipsis,
            22 => Imm::NotImplemented,
            _ => return None,
        })
    }
}

/// What one operand field of an instruction means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Not used; must be 0.
    Z,
    /// A register that is written.
    W,
    /// A register that is read and stays as it was.
    R,
    /// A register that is read, then written or emptied.
    X,
    /// First register of a run or call window; the row's text says which and how long.
    H,
    /// First of the three slots of a loop state.
    L,
    /// An unsigned number.
    N,
    /// A signed 8-bit number.
    I,
    /// Index of an inline-cache site (attribute or global); the site knows its name.
    S,
    /// Index of a free variable.
    F,
    /// Flag bits.
    B,
    /// `bx`: a constant.
    Kx,
    /// `bx`: a name.
    Nx,
    /// `bx`: an inline-cache site.
    Sx,
    /// `bx`: a signed number.
    Ix,
    /// `bx`: the bits of an [`Imm`].
    Mx,
    /// `sbx`: a jump distance.
    Jx,
    /// `sax`: a jump distance.
    Ja,
}

/// What the word after an instruction holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// There is none.
    None,
    /// A jump distance, signed 32 bits, counted from behind this word.
    Jump,
    /// The index of a name.
    Name,
    /// The index of a constant.
    Const,
    /// A plain number.
    Number,
}

macro_rules! opcodes {
    ($($(#[$doc:meta])* $name:ident [$a:ident $b:ident $c:ident] $extra:ident;)*) => {
        /// The operation of an instruction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(non_camel_case_types, reason = "the names of the instruction set are upper case")]
        #[allow(clippy::upper_case_acronyms, reason = "the names of the instruction set are upper case")]
        pub enum Op { $($(#[$doc])* $name,)* }

        impl Op {
            /// Every operation, in the order of the numbers.
            pub const ALL: &'static [Op] = &[$(Op::$name),*];

            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];
            const FIELDS: &'static [[Field; 3]] = &[$([Field::$a, Field::$b, Field::$c]),*];
            const EXTRAS: &'static [Extra] = &[$(Extra::$extra),*];
        }
    };
}

opcodes! {
    /// Does nothing.
    NOP [Z Z Z] None;

    // Slots, constants, names.
    /// `R[a] = constant bx`.
    LOAD_CONST [W Kx Z] None;
    /// `R[a] = constant` of the extra word.
    LOAD_CONST_WIDE [W Z Z] Const;
    /// `R[a] = sbx`.
    LOAD_INT [W Ix Z] None;
    /// `R[a] =` the immediate `bx`.
    LOAD_IMM [W Mx Z] None;
    /// `R[a] = R[b]`.
    MOVE [W R Z] None;
    /// `R[a] = R[b]`, and `R[b]` is empty afterwards.
    TAKE [W X Z] None;
    /// Empties `R[a]`.
    CLEAR [X Z Z] None;
    /// Raises UnboundLocalError naming the local variable `bx` if `R[a]` is empty.
    CHECK_BOUND [R Nx Z] None;
    /// `R[a] =` global or builtin named by site `bx`.
    LOAD_GLOBAL [W Sx Z] None;
    /// Global named by site `bx` `= R[a]`; `R[a]` is empty afterwards.
    STORE_GLOBAL [X Sx Z] None;
    /// Deletes the global named `bx`.
    DELETE_GLOBAL [Z Nx Z] None;
    /// `R[a] =` local of the namespace, global or builtin, named by site `bx`.
    LOAD_NAME [W Sx Z] None;
    /// Name of site `bx` in the frame's namespace `= R[a]`; `R[a]` is empty afterwards.
    STORE_NAME [X Sx Z] None;
    /// Deletes the name `bx` from the frame's namespace.
    DELETE_NAME [Z Nx Z] None;
    /// `R[a] =` a new cell holding what `R[a]` held (or empty).
    MAKE_CELL [X Z Z] None;
    /// `R[a] =` content of the cell `R[b]`; NameError/UnboundLocalError if empty.
    LOAD_CELL [W R Z] None;
    /// Content of the cell `R[a]` `= R[b]`; `R[b]` is empty afterwards.
    STORE_CELL [R X Z] None;
    /// Empties the cell `R[a]`; UnboundLocalError if it is empty already.
    DELETE_CELL [R Z Z] None;
    /// `R[a] =` content of free variable `b`; NameError if empty.
    LOAD_FREE [W F Z] None;
    /// Content of free variable `a` `= R[b]`; `R[b]` is empty afterwards.
    STORE_FREE [F X Z] None;
    /// Empties free variable `a`; NameError if it is empty already.
    DELETE_FREE [F Z Z] None;
    /// `R[a] =` the cell itself of free variable `b`.
    LOAD_CLOSURE [W F Z] None;
    /// `R[a] =` item of the mapping `R[a]` under the name of free variable `b`, else the
    /// variable's content. The mapping is what `LOAD_LOCALS` gives, or a class's namespace.
    LOAD_MAP_FREE [X F Z] None;
    /// `R[a] =` item of the mapping `R[a]` under the name of site `bx`, else the global or builtin.
    LOAD_MAP_GLOBAL [X Sx Z] None;
    /// `R[a] =` the frame's namespace (`locals()` of a class or module body).
    LOAD_LOCALS [W Z Z] None;

    // Arithmetic. Row order within each group is the order of `BinaryOp`.
    /// `R[a] = R[b] + R[c]`.
    ADD [W R R] None;
    /// `R[a] = R[b] - R[c]`.
    SUB [W R R] None;
    /// `R[a] = R[b] * R[c]`.
    MUL [W R R] None;
    /// `R[a] = R[b] // R[c]`.
    FLOORDIV [W R R] None;
    /// `R[a] = R[b] % R[c]`.
    MOD [W R R] None;
    /// `R[a] = R[b] & R[c]`.
    AND [W R R] None;
    /// `R[a] = R[b] | R[c]`.
    OR [W R R] None;
    /// `R[a] = R[b] ^ R[c]`.
    XOR [W R R] None;
    /// `R[a] = R[b] << R[c]`.
    LSHIFT [W R R] None;
    /// `R[a] = R[b] >> R[c]`.
    RSHIFT [W R R] None;
    /// `R[a] = R[b] / R[c]`.
    TRUEDIV [W R R] None;
    /// `R[a] = R[b] ** R[c]`.
    POW [W R R] None;
    /// `R[a] = R[b] @ R[c]`.
    MATMUL [W R R] None;
    /// `R[a] = (R[b] += R[c])`: the result of the in-place operation.
    INPLACE_ADD [W R R] None;
    /// `R[a] = (R[b] -= R[c])`.
    INPLACE_SUB [W R R] None;
    /// `R[a] = (R[b] *= R[c])`.
    INPLACE_MUL [W R R] None;
    /// `R[a] = (R[b] //= R[c])`.
    INPLACE_FLOORDIV [W R R] None;
    /// `R[a] = (R[b] %= R[c])`.
    INPLACE_MOD [W R R] None;
    /// `R[a] = (R[b] &= R[c])`.
    INPLACE_AND [W R R] None;
    /// `R[a] = (R[b] |= R[c])`.
    INPLACE_OR [W R R] None;
    /// `R[a] = (R[b] ^= R[c])`.
    INPLACE_XOR [W R R] None;
    /// `R[a] = (R[b] <<= R[c])`.
    INPLACE_LSHIFT [W R R] None;
    /// `R[a] = (R[b] >>= R[c])`.
    INPLACE_RSHIFT [W R R] None;
    /// `R[a] = (R[b] /= R[c])`.
    INPLACE_TRUEDIV [W R R] None;
    /// `R[a] = (R[b] **= R[c])`.
    INPLACE_POW [W R R] None;
    /// `R[a] = (R[b] @= R[c])`.
    INPLACE_MATMUL [W R R] None;
    /// `R[a] = R[b] + c`; the compiler writes `x - 1` as `x + -1` only as `SUB_INT`.
    ADD_INT [W R I] None;
    /// `R[a] = R[b] - c`.
    SUB_INT [W R I] None;
    /// `R[a] = (R[b] += c)`.
    INPLACE_ADD_INT [W R I] None;
    /// `R[a] = (R[b] -= c)`.
    INPLACE_SUB_INT [W R I] None;
    /// `R[a] = -R[b]`.
    NEG [W R Z] None;
    /// `R[a] = +R[b]`.
    POS [W R Z] None;
    /// `R[a] = ~R[b]`.
    INVERT [W R Z] None;
    /// `R[a] = not R[b]`.
    NOT [W R Z] None;

    // Comparison to a value. Row order is the order of `CompareOp`.
    /// `R[a] = R[b] < R[c]`.
    LT [W R R] None;
    /// `R[a] = R[b] <= R[c]`.
    LE [W R R] None;
    /// `R[a] = R[b] == R[c]`.
    EQ [W R R] None;
    /// `R[a] = R[b] != R[c]`.
    NE [W R R] None;
    /// `R[a] = R[b] > R[c]`.
    GT [W R R] None;
    /// `R[a] = R[b] >= R[c]`.
    GE [W R R] None;
    /// `R[a] = R[b] is R[c]`.
    IS [W R R] None;
    /// `R[a] = R[b] is not R[c]`.
    IS_NOT [W R R] None;
    /// `R[a] = R[b] in R[c]`.
    IN [W R R] None;
    /// `R[a] = R[b] not in R[c]`.
    NOT_IN [W R R] None;

    // Branches.
    /// Jumps forward or backward without looking for pending work.
    JUMP [Ja Z Z] None;
    /// Jumps; does pending work (signals, thread switch, collector) first.
    JUMP_BACK [Ja Z Z] None;
    /// Jumps if `R[a]` is true.
    JUMP_IF_TRUE [R Jx Z] None;
    /// Jumps if `R[a]` is false.
    JUMP_IF_FALSE [R Jx Z] None;
    /// Empties `R[a]`, and jumps if it was true.
    POP_JUMP_IF_TRUE [X Jx Z] None;
    /// Empties `R[a]`, and jumps if it was false.
    POP_JUMP_IF_FALSE [X Jx Z] None;
    /// Jumps if `R[a] is None`.
    JUMP_IF_NONE [R Jx Z] None;
    /// Jumps if `R[a] is not None`.
    JUMP_IF_NOT_NONE [R Jx Z] None;
    /// Empties `R[a]`, and jumps if it was None.
    POP_JUMP_IF_NONE [X Jx Z] None;
    /// Empties `R[a]`, and jumps if it was not None.
    POP_JUMP_IF_NOT_NONE [X Jx Z] None;
    // Of all `TEST_` instructions: bit 0 of `c` is the truth that jumps; if bit 1 is set,
    // `R[a]` is empty afterwards, if bit 2 is set, `R[b]` is (whether it jumps or not).
    /// Jumps if the truth of `R[a] < R[b]` is bit 0 of `c`; bits 1 and 2 empty `R[a]`, `R[b]`.
    TEST_LT [X X B] Jump;
    /// Jumps if the truth of `R[a] <= R[b]` is `c`.
    TEST_LE [X X B] Jump;
    /// Jumps if the truth of `R[a] == R[b]` is `c`.
    TEST_EQ [X X B] Jump;
    /// Jumps if the truth of `R[a] != R[b]` is `c`.
    TEST_NE [X X B] Jump;
    /// Jumps if the truth of `R[a] > R[b]` is `c`.
    TEST_GT [X X B] Jump;
    /// Jumps if the truth of `R[a] >= R[b]` is `c`.
    TEST_GE [X X B] Jump;
    /// Jumps if the truth of `R[a] < b` is `c`, `b` a signed 8-bit number.
    TEST_LT_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] <= b` is `c`.
    TEST_LE_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] == b` is `c`.
    TEST_EQ_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] != b` is `c`.
    TEST_NE_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] > b` is `c`.
    TEST_GT_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] >= b` is `c`.
    TEST_GE_INT [X I B] Jump;
    /// Jumps if the truth of `R[a] is R[b]` is `c`.
    TEST_IS [X X B] Jump;
    /// Jumps if the truth of `R[a] in R[b]` is `c`.
    TEST_IN [X X B] Jump;

    // Attributes and items.
    /// `R[a] = R[b].site c`.
    LOAD_ATTR [W R S] None;
    /// `R[a].site c = R[b]`.
    STORE_ATTR [R R S] None;
    /// `R[a] = R[b].name`, without a cache.
    LOAD_ATTR_WIDE [W R Z] Name;
    /// `R[a].site c = R[b]`; `R[b]` is empty afterwards.
    STORE_ATTR_TAKE [R X S] None;
    /// `R[a].name = R[b]`, without a cache.
    STORE_ATTR_WIDE [R R Z] Name;
    /// Deletes attribute `bx` of `R[a]`.
    DELETE_ATTR [R Nx Z] None;
    /// Opens the call window `a` for method site `c` of `R[b]`: `R[a]` the function and
    /// `R[a+4]` the object, or `R[a]` the attribute and `R[a+4]` empty.
    /// `b` may be `a`: the object is then taken, else copied.
    LOAD_METHOD [H R S] None;
    /// As `LOAD_METHOD`, without a cache.
    LOAD_METHOD_WIDE [H R Z] Name;
    /// `R[a] = R[b][R[c]]`.
    LOAD_ITEM [W R R] None;
    /// `R[a] = R[b][c]`, `c` a signed 8-bit number.
    LOAD_ITEM_INT [W R I] None;
    /// `R[a][R[b]] = R[c]`.
    STORE_ITEM [R R R] None;
    /// `del R[a][R[b]]`.
    DELETE_ITEM [R R Z] None;

    // Building.
    /// `R[a] =` tuple of the `c` slots from `b`, which are empty afterwards.
    BUILD_TUPLE [W H N] None;
    /// `R[a] =` list of the `c` slots from `b`, which are empty afterwards.
    BUILD_LIST [W H N] None;
    /// `R[a] =` set of the `c` slots from `b`, which are empty afterwards.
    BUILD_SET [W H N] None;
    /// `R[a] =` dict of `c` key, value pairs from `b`, which are empty afterwards.
    BUILD_MAP [W H N] None;
    /// `R[a] =` the strings of the `c` slots from `b` joined; they are empty afterwards.
    BUILD_STRING [W H N] None;
    /// `R[a] = slice(R[b], R[b+1], R[b+2])`; the three are empty afterwards.
    BUILD_SLICE [W H Z] None;
    /// Appends `R[b]` to the list `R[a]`; `R[b]` is empty afterwards.
    LIST_APPEND [R X Z] None;
    /// Adds `R[b]` to the set `R[a]`; `R[b]` is empty afterwards.
    SET_ADD [R X Z] None;
    /// `R[a][R[b]] = R[c]` for the dict `R[a]`; `R[b]` and `R[c]` are empty afterwards.
    MAP_ADD [R X X] None;
    /// Extends the list `R[a]` by the iterable `R[b]` ("Value after * must be an iterable, not X").
    LIST_EXTEND [R R Z] None;
    /// Adds the items of the iterable `R[b]` to the set `R[a]`.
    SET_UPDATE [R R Z] None;
    /// Adds the items of the mapping `R[b]` to the dict `R[a]` (`{**b}`).
    DICT_UPDATE [R R Z] None;
    /// As `DICT_UPDATE` for `f(**b)`: a key given twice is a TypeError naming callable `R[c]`.
    DICT_MERGE [R R R] None;
    /// `R[a] = tuple(R[a])`, `R[a]` a list made by the code itself.
    LIST_TO_TUPLE [X Z Z] None;
    /// Unpacks `R[b]` into the `c` slots from `a`: exactly `c` items. `b` may be `a`.
    UNPACK_SEQUENCE [H R N] None;
    /// Unpacks `R[b]` into slots from `a`: `c` before the starred one, a list, and as many
    /// after it as the extra word says. `b` may be `a`.
    UNPACK_EX [H R N] Number;
    /// `R[a] = format(R[b], spec)`; `c` bits 0-1: 0 no conversion, 1 `!s`, 2 `!r`, 3 `!a`;
    /// bit 2: the spec is `R[b+1]`, which is empty afterwards. `R[b]` stays.
    FORMAT_VALUE [W R B] None;

    // Calls.
    /// Calls `R[a]` with the `b` arguments from `a + 4`.
    CALL [H N Z] None;
    /// Calls the method opened at `a` with `b` arguments from `a + 5`, self not counted.
    CALL_METHOD [H N Z] None;
    /// Calls with `b` values, the last of which are keyword arguments named by the tuple
    /// that follows them. `c` bit 0: opened by `LOAD_METHOD`, arguments from `a + 5`.
    CALL_KW [H N B] None;
    /// Calls `R[a]` with the items of the iterable `R[a+4]` (mostly a tuple; else TypeError
    /// "f() argument after * must be an iterable, not X") and, if bit 0 of `b`, the dict `R[a+5]`.
    CALL_EX [H B Z] None;
    /// Calls `R[a]` (the name `super` without arguments) as `super(__class__, self)`:
    /// `b` the slot of self (or of its cell), `c` the free variable `__class__`.
    /// If `R[a]` is not the builtin, calls it without arguments.
    CALL_SUPER [H R F] None;
    /// Leaves the frame with `R[a]`.
    RETURN [X Z Z] None;
    /// Leaves the frame with `None`.
    RETURN_NONE [Z Z Z] None;
    /// `R[a] =` function of the code object `R[a]`. Bits of `b`: 0 defaults tuple in `R[a+1]`,
    /// 1 dict of keyword-only defaults in `R[a+2]`, 2 annotations dict in `R[a+3]`,
    /// 3 closure tuple in `R[a+4]`; these are empty afterwards.
    MAKE_FUNCTION [H B Z] None;
    /// `R[a] = __build_class__`.
    LOAD_BUILD_CLASS [W Z Z] None;
    /// `R[a] = __import__(name bx, level R[a], fromlist R[a+1])`; `R[a+1]` is empty afterwards.
    IMPORT_NAME [H Nx Z] None;
    /// `R[a] =` the name of the extra word, from module `R[b]`.
    IMPORT_FROM [W R Z] Name;
    /// Binds all public names of module `R[a]` in the frame's namespace.
    IMPORT_STAR [R Z Z] None;

    // Iteration.
    /// `R[a] = iter(R[b])`.
    GET_ITER [W R Z] None;
    /// Begins a loop over `R[b]` with state `a..a+3`. If `c` is 1, `R[b]` is empty afterwards.
    FOR_PREP [L X B] None;
    /// `R[b] =` next item of loop state `a`, and jumps; at the end empties the state and goes on.
    /// An empty state is at its end.
    FOR_ITER [L W Z] Jump;
    /// Empties the loop state `a..a+3`.
    FOR_END [L Z Z] None;

    // Generators and coroutines.
    /// Yields `R[b]`, which is empty afterwards; resumed, `R[a]` is the value sent.
    YIELD [W X Z] None;
    /// `R[a] =` iterator for `yield from R[b]`.
    GET_YIELD_FROM [W R Z] None;
    /// `R[a] =` iterator for `await R[b]`. `c`: 0 plain, 1 `async with` enter, 2 its exit.
    GET_AWAITABLE [W R B] None;
    /// Sends `R[b]` to the iterator `R[a]`. If that yields, `R[b]` is what it yields, and the
    /// jump (to the `YIELD` before) is taken. If it returns, `R[b]` is the return value and
    /// `R[a]` is empty.
    SEND [X X Z] Jump;
    /// `R[a] = aiter(R[b])`.
    GET_AITER [W R Z] None;
    /// `R[a] =` awaitable of `anext(R[b])`.
    GET_ANEXT [W R Z] None;
    /// Ends an `async for`: if exception `R[a]` is StopAsyncIteration drops it, else raises it.
    END_ASYNC_FOR [X Z Z] None;

    // Exceptions.
    /// Raises: `a` 0 the handled exception again, 1 `R[b]`, 2 `R[b]` from `R[c]`.
    RAISE [N R R] None;
    /// Raises exception `R[a]` again, traceback as it is; `R[a]` is empty afterwards.
    RERAISE [X Z Z] None;
    /// Makes exception `R[a]` the handled one; `R[a+1] =` the one handled before.
    PUSH_EXC [H Z Z] None;
    /// Makes `R[a+1]` the handled exception again; `R[a]` and `R[a+1]` are empty afterwards.
    POP_EXC [H Z Z] None;
    /// Jumps if the truth of "exception `R[a]` matches `R[b]`" is `c`.
    TEST_EXC_MATCH [X X B] Jump;
    /// Splits the group `R[a]` by `R[b]`: `R[c] =` matching part or None, `R[a] =` rest or None.
    SPLIT_EXC_GROUP [X R W] None;
    /// `R[a] =` exception to raise from `except*` results list `R[b]` and original `R[c]`, or None.
    MERGE_EXC_GROUP [W R R] None;
    /// Opens `with R[b]`: `R[a] =` bound `__exit__`, call window `c` opened for `__enter__`
    /// as `LOAD_METHOD` does. `b` may be `c`: the object is then taken.
    LOAD_WITH [W R H] None;
    /// As `LOAD_WITH` for `async with`.
    LOAD_ASYNC_WITH [W R H] None;
    /// Sets the arguments of call window `a` to type, value and traceback of exception `R[b]`.
    WITH_EXC_ARGS [H R Z] None;
    /// `R[a] = AssertionError`.
    LOAD_ASSERTION_ERROR [W Z Z] None;

    // Matching.
    /// `R[a] = len(R[b])`.
    GET_LEN [W R Z] None;
    /// `R[a] =` whether `R[b]` is a sequence for `match`.
    MATCH_SEQUENCE [W R Z] None;
    /// `R[a] =` whether `R[b]` is a mapping for `match`.
    MATCH_MAPPING [W R Z] None;
    /// `R[a] =` tuple of the values of mapping `R[b]` under the keys of tuple `R[c]`, or None.
    MATCH_KEYS [W R R] None;
    /// `R[a] =` tuple of attributes of `R[b]` as class `R[a]` with keyword names `R[a+1]`
    /// and `c` positional patterns, or None; `R[a+1]` is empty afterwards.
    MATCH_CLASS [H R N] None;

    // Rest.
    /// Hands `R[a]` to `sys.displayhook`; `R[a]` is empty afterwards.
    PRINT_EXPR [X Z Z] None;
    /// Makes `__annotations__` in the frame's namespace if it is missing.
    SETUP_ANNOTATIONS [Z Z Z] None;
    /// `R[a] =` result of intrinsic `c` on `R[a]` (and `R[a+1]`, then empty): see `Intrinsic`.
    INTRINSIC [H Z N] None;
}

/// Operations of `INTRINSIC`, its `c` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Intrinsic {
    /// `R[a] = TypeVar(name R[a])` without bound.
    TypeVar = 0,
    /// `R[a] = TypeVarTuple(name R[a])`.
    TypeVarTuple = 1,
    /// `R[a] = ParamSpec(name R[a])`.
    ParamSpec = 2,
    /// `R[a] = TypeAliasType`, name `R[a]`, tuple of type parameters (or None) and value function `R[a+1]`.
    TypeAlias = 3,
    /// `R[a] = Generic[R[a]]` for the bases of a generic class.
    SubscriptGeneric = 4,
    /// `R[a] =` function `R[a]` with its `__type_params__` set to `R[a+1]`.
    SetTypeParams = 5,
    /// `R[a] =` `R[a]` wrapped as a value that an asynchronous generator yields.
    AsyncGenWrap = 6,
    /// `R[a] = TypeVar(name R[a])` whose bound is what the function `R[a+1]` returns.
    TypeVarBound = 7,
    /// `R[a] = TypeVar(name R[a])` whose constraints are what the function `R[a+1]` returns.
    TypeVarConstraints = 8,
    /// `R[a] =` type parameter `R[a]` whose default is what the function `R[a+1]` returns.
    SetTypeParamDefault = 9,
}

impl Intrinsic {
    /// How many there are; the numbers are below it.
    pub const COUNT: usize = 10;

    /// Whether it takes a second operand in `R[a+1]`.
    pub const fn is_binary(number: u8) -> bool {
        matches!(number, 3 | 5 | 7 | 8 | 9)
    }
}

impl Op {
    /// How many operations there are.
    pub const COUNT: usize = Op::ALL.len();

    /// The operation numbered `byte`, or `None` if there is no such.
    pub fn from_byte(byte: u8) -> Option<Op> {
        Op::ALL.get(usize::from(byte)).copied()
    }

    /// The name in the table.
    pub fn name(self) -> &'static str {
        Op::NAMES.get(self as usize).copied().unwrap_or("?")
    }

    /// What the fields `a`, `b`, `c` mean. A 16-bit field stands at `b`, `sax` at `a`.
    pub fn fields(self) -> [Field; 3] {
        Op::FIELDS.get(self as usize).copied().unwrap_or([Field::Z; 3])
    }

    /// What the following word holds.
    pub fn extra(self) -> Extra {
        Op::EXTRAS.get(self as usize).copied().unwrap_or(Extra::None)
    }

    /// Words of the instruction: 1 or 2.
    pub fn words(self) -> usize {
        1 + usize::from(!matches!(self.extra(), Extra::None))
    }
}

/// One instruction word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Insn(pub u32);

impl Insn {
    /// From an operation and three byte fields.
    pub const fn abc(op: Op, a: u8, b: u8, c: u8) -> Insn {
        Insn(op as u32 | (a as u32) << 8 | (b as u32) << 16 | (c as u32) << 24)
    }

    /// From an operation, a byte and the 16-bit field.
    pub const fn abx(op: Op, a: u8, bx: u16) -> Insn {
        Insn(op as u32 | (a as u32) << 8 | (bx as u32) << 16)
    }

    /// From an operation and a signed 24-bit field; `None` if `sax` does not fit.
    pub const fn ax(op: Op, sax: i32) -> Option<Insn> {
        if sax < -(1 << 23) || sax >= 1 << 23 {
            return None;
        }
        Some(Insn(op as u32 | (sax as u32) << 8))
    }

    /// The operation's byte.
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }

    /// The operation, or `None` if the byte names none.
    pub fn op(self) -> Option<Op> {
        Op::from_byte(self.op_byte())
    }

    /// Field `a`.
    pub const fn a(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Field `b`.
    pub const fn b(self) -> u8 {
        (self.0 >> 16) as u8
    }

    /// Field `c`.
    pub const fn c(self) -> u8 {
        (self.0 >> 24) as u8
    }

    /// The 16-bit field.
    pub const fn bx(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The 16-bit field with sign.
    pub const fn sbx(self) -> i16 {
        (self.0 >> 16) as i16
    }

    /// The 24-bit field with sign.
    pub const fn sax(self) -> i32 {
        self.0 as i32 >> 8
    }
}
