//! The complete implementation of every instruction.

pub mod operators;
pub mod names;
pub mod attributes;
pub mod items;
pub mod build;
pub mod calls;
pub mod loops;
pub mod exceptions;
pub mod imports;
pub mod matching;
pub mod intrinsics;

use pyrite_bytecode::{Insn, Op};
use pyrite_object::{BinaryOp, Obj, Raised, Ref, Vm};

use crate::frame::Window;

/// Where an instruction leads.
pub enum Step {
    /// To the next one.
    Next,
    /// Away, by a distance from behind the instruction.
    Jump(i32),
    /// Into a frame that it has opened.
    Enter(*mut Ref),
}

fn jump_if(condition: bool, distance: i32) -> Step {
    if condition { Step::Jump(distance) } else { Step::Next }
}

/// Executes one instruction. `pc` is its last word, `extra` its extra word or 0.
///
/// # Errors
/// What the instruction raises.
#[allow(clippy::too_many_lines, reason = "one arm an instruction")]
pub fn execute(vm: &Vm, w: Window, pc: *const u32, op: Op, insn: Insn, extra: u32) -> Result<Step, Raised> {
    let (a, b, c) = (usize::from(insn.a()), usize::from(insn.b()), usize::from(insn.c()));
    let bx = usize::from(insn.bx());
    let code = w.code();
    match op {
        Op::NOP => {}
        Op::LOAD_CONST => w.put(a, constant(w, bx)),
        Op::LOAD_CONST_WIDE => w.put(a, constant(w, extra as usize)),
        Op::LOAD_INT => w.put(a, Ref::small(insn.sbx().into())),
        Op::LOAD_IMM => w.put(a, crate::code::immediate_ref(insn.bx())),
        Op::MOVE => w.put(a, w.get(b)),
        Op::TAKE => w.put(a, w.take(b)),
        Op::CLEAR => drop(w.take(a)),
        Op::CHECK_BOUND => {
            if w.is_empty(a) {
                return Err(names::unbound_local(vm, code.name(bx)));
            }
        }
        Op::LOAD_GLOBAL => w.put(a, names::load_global(vm, w, bx)?),
        Op::STORE_GLOBAL => names::store_global(vm, w, bx, w.take(a))?,
        Op::DELETE_GLOBAL => names::delete_global(vm, w, code.name(bx))?,
        Op::LOAD_NAME => w.put(a, names::load_name(vm, w, bx)?),
        Op::STORE_NAME => names::store_name(vm, w, bx, w.take(a))?,
        Op::DELETE_NAME => names::delete_name(vm, w, code.name(bx))?,
        Op::MAKE_CELL => {
            let value = w.take(a);
            let value = if value.is(Obj::UNBOUND) { None } else { Some(value) };
            w.put(a, vm.cell(value)?);
        }
        Op::LOAD_CELL => w.put(a, names::load_cell(vm, w, b)?),
        Op::STORE_CELL => names::cell_of(vm, w.lend(a))?.contents.set(Some(w.take(b))),
        Op::DELETE_CELL => names::delete_cell(vm, w, a)?,
        Op::STORE_FREE => {
            let cell = names::free_cell(vm, w, a)?;
            names::cell_of(vm, &cell)?.contents.set(Some(w.take(b)));
        }
        Op::DELETE_FREE => names::delete_free(vm, w, a)?,
        Op::LOAD_CLOSURE => w.put(a, names::free_cell(vm, w, b)?),
        Op::LOAD_MAP_FREE => w.put(a, names::load_map_free(vm, w, a, b)?),
        Op::LOAD_MAP_GLOBAL => w.put(a, names::load_map_global(vm, w, a, bx)?),
        Op::LOAD_LOCALS => w.put(a, names::locals(vm, w)?),

        Op::ADD
        | Op::SUB
        | Op::MUL
        | Op::FLOORDIV
        | Op::MOD
        | Op::AND
        | Op::OR
        | Op::XOR
        | Op::LSHIFT
        | Op::RSHIFT
        | Op::TRUEDIV
        | Op::POW
        | Op::MATMUL => {
            w.put(a, operators::binary(vm, operators::binary_op(op, Op::ADD), w.lend(b), w.lend(c))?);
        }
        Op::INPLACE_ADD
        | Op::INPLACE_SUB
        | Op::INPLACE_MUL
        | Op::INPLACE_FLOORDIV
        | Op::INPLACE_MOD
        | Op::INPLACE_AND
        | Op::INPLACE_OR
        | Op::INPLACE_XOR
        | Op::INPLACE_LSHIFT
        | Op::INPLACE_RSHIFT
        | Op::INPLACE_TRUEDIV
        | Op::INPLACE_POW
        | Op::INPLACE_MATMUL => {
            let op = operators::binary_op(op, Op::INPLACE_ADD);
            w.put(a, operators::inplace(vm, op, w.lend(b), w.lend(c))?);
        }
        Op::ADD_INT => w.put(a, operators::binary(vm, BinaryOp::Add, w.lend(b), &immediate(insn.c()))?),
        Op::SUB_INT => w.put(a, operators::binary(vm, BinaryOp::Sub, w.lend(b), &immediate(insn.c()))?),
        Op::INPLACE_ADD_INT => {
            w.put(a, operators::inplace(vm, BinaryOp::Add, w.lend(b), &immediate(insn.c()))?)
        }
        Op::INPLACE_SUB_INT => {
            w.put(a, operators::inplace(vm, BinaryOp::Sub, w.lend(b), &immediate(insn.c()))?)
        }
        Op::NEG => w.put(a, vm.negative(w.lend(b))?),
        Op::POS => w.put(a, vm.positive(w.lend(b))?),
        Op::INVERT => w.put(a, vm.invert(w.lend(b))?),
        Op::NOT => w.put(a, Ref::bool(!vm.is_true(w.lend(b))?)),
        Op::LT | Op::LE | Op::EQ | Op::NE | Op::GT | Op::GE => {
            w.put(a, operators::compare(vm, operators::compare_op(op), w.lend(b), w.lend(c))?);
        }
        Op::IS => w.put(a, Ref::bool(w.get(b).is(w.lend(c)))),
        Op::IS_NOT => w.put(a, Ref::bool(!w.get(b).is(w.lend(c)))),
        Op::IN => w.put(a, Ref::bool(vm.contains(w.lend(c), w.lend(b))?)),
        Op::NOT_IN => w.put(a, Ref::bool(!vm.contains(w.lend(c), w.lend(b))?)),

        Op::JUMP | Op::JUMP_BACK => return Ok(Step::Jump(insn.sax())),
        Op::JUMP_IF_TRUE => return Ok(jump_if(vm.is_true(w.lend(a))?, insn.sbx().into())),
        Op::JUMP_IF_FALSE => return Ok(jump_if(!vm.is_true(w.lend(a))?, insn.sbx().into())),
        Op::POP_JUMP_IF_TRUE => return Ok(jump_if(vm.is_true(&w.take(a))?, insn.sbx().into())),
        Op::POP_JUMP_IF_FALSE => return Ok(jump_if(!vm.is_true(&w.take(a))?, insn.sbx().into())),
        Op::JUMP_IF_NONE => return Ok(jump_if(w.get(a).is_none(), insn.sbx().into())),
        Op::JUMP_IF_NOT_NONE => return Ok(jump_if(!w.get(a).is_none(), insn.sbx().into())),
        Op::POP_JUMP_IF_NONE => return Ok(jump_if(w.take(a).is_none(), insn.sbx().into())),
        Op::POP_JUMP_IF_NOT_NONE => return Ok(jump_if(!w.take(a).is_none(), insn.sbx().into())),
        Op::TEST_LT | Op::TEST_LE | Op::TEST_EQ | Op::TEST_NE | Op::TEST_GT | Op::TEST_GE => {
            let holds = operators::test(vm, operators::test_op(op, Op::TEST_LT), w.lend(a), w.lend(b))?;
            return Ok(operators::finish_test(w, insn, extra, holds));
        }
        Op::TEST_LT_INT
        | Op::TEST_LE_INT
        | Op::TEST_EQ_INT
        | Op::TEST_NE_INT
        | Op::TEST_GT_INT
        | Op::TEST_GE_INT => {
            let op = operators::test_op(op, Op::TEST_LT_INT);
            let holds = vm.compare_bool(op, w.lend(a), &immediate(insn.b()))?;
            return Ok(operators::finish_test(w, Insn(insn.0 & !(4 << 24)), extra, holds));
        }
        Op::TEST_IS => {
            let holds = w.get(a).is(w.lend(b));
            return Ok(operators::finish_test(w, insn, extra, holds));
        }
        Op::TEST_IN => {
            let holds = vm.contains(w.lend(b), w.lend(a))?;
            return Ok(operators::finish_test(w, insn, extra, holds));
        }

        Op::LOAD_ATTR => w.put(a, attributes::load(vm, w, w.lend(b), c)?),
        Op::STORE_ATTR => attributes::store(vm, w, w.lend(a), c, w.get(b))?,
        Op::STORE_ATTR_TAKE => attributes::store(vm, w, w.lend(a), c, w.take(b))?,
        Op::LOAD_ATTR_WIDE => w.put(a, vm.get_attr(w.lend(b), code.name(extra as usize))?),
        Op::STORE_ATTR_WIDE => vm.set_attr(w.lend(a), code.name(extra as usize), w.lend(b))?,
        Op::DELETE_ATTR => vm.store_attr(w.lend(a), code.name(bx), None)?,
        Op::LOAD_METHOD => attributes::load_method(vm, w, a, b, attributes::Site::Cached(c))?,
        Op::LOAD_METHOD_WIDE => attributes::load_method(vm, w, a, b, attributes::Site::Name(extra as usize))?,
        Op::LOAD_ITEM => return items::load_any(vm, w, pc, insn, w.lend(c)),
        Op::LOAD_ITEM_INT => return items::load_any(vm, w, pc, insn, &immediate(insn.c())),
        Op::STORE_ITEM => items::store(vm, w.lend(a), w.lend(b), w.lend(c))?,
        Op::DELETE_ITEM => vm.store_item(w.lend(a), w.lend(b), None)?,

        Op::BUILD_TUPLE => w.put(a, build::tuple(vm, w, b, c)?),
        Op::BUILD_LIST => w.put(a, build::list(vm, w, b, c)?),
        Op::BUILD_SET => w.put(a, build::set(vm, w, b, c)?),
        Op::BUILD_MAP => w.put(a, build::map(vm, w, b, c)?),
        Op::BUILD_STRING => w.put(a, build::string(vm, w, b, c)?),
        Op::BUILD_SLICE => w.put(a, build::slice(vm, w, b)?),
        Op::SET_ADD => build::set_add(vm, w.lend(a), w.take(b))?,
        Op::MAP_ADD => build::map_add(vm, w.lend(a), w.take(b), w.take(c))?,
        Op::LIST_EXTEND => build::list_extend(vm, w.lend(a), w.lend(b))?,
        Op::SET_UPDATE => build::set_update(vm, w.lend(a), w.lend(b))?,
        Op::DICT_UPDATE => build::dict_update(vm, w.lend(a), w.lend(b))?,
        Op::DICT_MERGE => build::dict_merge(vm, w.lend(a), w.lend(b), w.lend(c))?,
        Op::LIST_TO_TUPLE => w.put(a, build::list_to_tuple(vm, &w.take(a))?),
        Op::UNPACK_SEQUENCE => items::unpack(vm, w, a, b, c)?,
        Op::UNPACK_EX => items::unpack_starred(vm, w, a, b, c, extra as usize)?,
        Op::FORMAT_VALUE => w.put(a, build::format_value(vm, w, b, c)?),

        Op::CALL => return calls::call(vm, w, pc, calls::Site { window: a, first: a + 4, count: b }, None),
        Op::CALL_METHOD => {
            let site = calls::method_site(w, a, b);
            return calls::call(vm, w, pc, site, None);
        }
        Op::CALL_KW => {
            let site = if c & 1 != 0 {
                calls::method_site(w, a, b)
            } else {
                calls::Site { window: a, first: a + 4, count: b }
            };
            let names = w.take(site.first + site.count);
            return calls::call(vm, w, pc, site, Some(names));
        }
        Op::CALL_EX => return calls::call_unpacked(vm, w, pc, a, b & 1 != 0),
        Op::CALL_SUPER => w.put(a, calls::call_super(vm, w, a, b, c)?),
        // These are the loop's own.
        Op::RETURN
        | Op::RETURN_NONE
        | Op::YIELD
        | Op::FOR_ITER
        | Op::LOAD_FREE
        | Op::SEND
        | Op::RAISE
        | Op::TEST_EXC_MATCH
        | Op::PUSH_EXC
        | Op::POP_EXC
        | Op::LIST_APPEND => {
            return Err(vm.system_error("not an instruction for handlers"));
        }
        Op::MAKE_FUNCTION => w.put(a, calls::make_function(vm, w, a, b)?),
        Op::LOAD_BUILD_CLASS => w.put(a, names::builtin(vm, "__build_class__")?),
        Op::IMPORT_NAME => w.put(a, imports::import_name(vm, w, a, code.name(bx))?),
        Op::IMPORT_FROM => w.put(a, imports::import_from(vm, w.lend(b), code.name(extra as usize))?),
        Op::IMPORT_STAR => imports::import_star(vm, w, w.lend(a))?,

        Op::GET_ITER => w.put(a, vm.iter(w.lend(b))?),
        Op::FOR_PREP => loops::prepare(vm, w, a, b, c & 1 != 0)?,
        Op::FOR_END => w.clear(a, 3),
        Op::GET_YIELD_FROM => w.put(a, crate::generator::yield_from_iter(vm, w.lend(b), code)?),
        Op::GET_AWAITABLE => w.put(a, crate::generator::awaitable(vm, w.lend(b), c)?),
        Op::GET_AITER => w.put(a, crate::generator::aiter(vm, w.lend(b))?),
        Op::GET_ANEXT => w.put(a, crate::generator::anext(vm, w.lend(b))?),
        Op::END_ASYNC_FOR => exceptions::end_async_for(vm, w.take(a))?,

        Op::RERAISE => return Err(exceptions::reraise(vm, w.take(a))),
        Op::SPLIT_EXC_GROUP => exceptions::split_group(vm, w, a, b, c)?,
        Op::MERGE_EXC_GROUP => w.put(a, exceptions::merge_groups(vm, w.lend(b), w.lend(c))?),
        Op::LOAD_WITH => calls::load_with(vm, w, a, b, c, &calls::WITH)?,
        Op::LOAD_ASYNC_WITH => calls::load_with(vm, w, a, b, c, &calls::ASYNC_WITH)?,
        Op::WITH_EXC_ARGS => exceptions::with_args(w, a, w.lend(b)),
        Op::LOAD_ASSERTION_ERROR => w.put(a, exceptions::assertion_error()),

        Op::GET_LEN => w.put(a, vm.int(vm.len(w.lend(b))? as i64)?),
        Op::MATCH_SEQUENCE => w.put(a, Ref::bool(w.get(b).type_().has(pyrite_object::flags::SEQUENCE))),
        Op::MATCH_MAPPING => w.put(a, Ref::bool(w.get(b).type_().has(pyrite_object::flags::MAPPING))),
        Op::MATCH_KEYS => w.put(a, matching::keys(vm, w.lend(b), w.lend(c))?),
        Op::MATCH_CLASS => matching::class(vm, w, a, b, c)?,

        Op::PRINT_EXPR => names::print_expression(vm, &w.take(a))?,
        Op::SETUP_ANNOTATIONS => names::setup_annotations(vm, w)?,
        Op::INTRINSIC => intrinsics::intrinsic(vm, w, a, c)?,
    }
    Ok(Step::Next)
}

fn constant(w: Window, index: usize) -> Ref {
    w.code().constants().get(index).cloned().unwrap_or_else(Ref::none)
}

fn immediate(byte: u8) -> Ref {
    Ref::small(isize::from(byte as i8))
}
