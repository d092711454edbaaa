# features: SM46
# python: 3.13
# Signatures, sources, frames and kinds of objects.
# boards: host
import inspect, functools
from inspect import *
def f(a,/,b:int,c=3,*d,e,g=5,**h)->str:
    "doc"
    # comment
    return a
print(signature(f), list(signature(f).parameters.values()), signature(f).return_annotation)
class C:
    """cdoc

       more
    """
    def __init__(self,x,y=2): pass
    def m(self,z): pass
    @classmethod
    def cm(cls,q): pass
    @staticmethod
    def sm(r): pass
    @property
    def p(self): "pdoc"
    def __call__(self,k): pass
print(signature(C),signature(C(1).m),signature(C.m),signature(C.cm),signature(C.sm),signature(C(1)))
print(signature(functools.partial(f,1,c=4)))
b=signature(f).bind(1,2,e=7,z=9); print(b, b.args,b.kwargs); b.apply_defaults(); print(b.arguments)
for a,k in (((),{}),((1,2),{}),((1,2,3,4),dict(e=1)),((1,),dict(a=1,b=2,e=3)),((1,2),dict(b=3,e=1))):
    try: print(signature(f).bind(*a,**k))
    except TypeError as e: print(e)
try: signature(C.m).bind(1)
except TypeError as e: print(e)
try: signature(C.m).bind(1,2,3)
except TypeError as e: print(e)
try: signature(C.m).bind(1,2,w=3)
except TypeError as e: print(e)
print(isfunction(f),ismethod(C(1).m),isclass(C),isbuiltin(len),isroutine(len),ismodule(inspect),isgeneratorfunction(f),isdatadescriptor(C.p), ismethoddescriptor(str.join))
print(getdoc(C), getdoc(f), cleandoc("a\n   b\n     c"))
print([n for n,_ in getmembers(C(1)) if not n.startswith('_')], [n for n,_ in getmembers(C, isfunction)])
print(getsource(f)); print(getsource(C)); print(getsourcelines(C.cm)); print(getsource(C.p.fget))
print(getsource(lambda: 3))
def ge(): yield
async def ag(): yield
g=ge(); print(getgeneratorstate(g)); next(g); print(getgeneratorstate(g)); g.close(); print(getgeneratorstate(g))
print(getfullargspec(f)); print(getmro(C)); print(unwrap(f) is f)
def fr():
    return [(x.function,x.lineno,x.code_context) for x in stack()]
print(fr()[:2]); print(getframeinfo(currentframe())[1:])
class D:
    def __getattr__(s,n): return 5
    x=3
print(getattr_static(D(),'x'), getattr_static(D(),'zz','no'))
print(Parameter('a',Parameter.KEYWORD_ONLY,default=3), repr(Parameter('a',Parameter.VAR_POSITIONAL)), Parameter.POSITIONAL_ONLY, repr(Parameter.KEYWORD_ONLY))
print(Signature([Parameter('a',Parameter.POSITIONAL_ONLY),Parameter('b',Parameter.KEYWORD_ONLY)]), signature(f)==signature(f), hash(signature(f))==hash(signature(f)), signature(f).replace(return_annotation=int))
@functools.wraps(f)
def w(*a,**k): pass
print(signature(w), signature(w,follow_wrapped=False))
class M(type):
    def __call__(cls,a,b): pass
class K(metaclass=M): pass
print(signature(K))
class N:
    def __new__(cls,a): pass
print(signature(N))
class E: pass
print(signature(E))
try: signature(3)
except TypeError as e: print(e)
print(getmodule(f).__name__, getsourcefile(f)==__file__, getmodulename('/a/b.py'))
def ann(a:'int', b:list['int'])->'C': pass
print(signature(ann), signature(ann,eval_str=True), get_annotations(ann))
def kw(a,*,b): pass
class Sub(C):
    def m(self, z): pass
    x=1
print([ (a.name,a.kind) for a in classify_class_attrs(Sub) if not a.name.startswith('__')])
