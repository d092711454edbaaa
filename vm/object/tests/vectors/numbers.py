"""Writes numbers.txt (to standard output): operation, operands and result, separated by tabs."""
import math
import operator
import random
random.seed(7)
# Texts that later versions changed.
FIX={"float modulo":"float modulo by zero","0.0 to a negative or complex power":"zero to a negative or complex power"}
def tok(v):
    if isinstance(v,bool): return "b:%s"%v
    if isinstance(v,int): return "i:%d"%v
    if isinstance(v,float): return "f:%r"%v
    if isinstance(v,complex): return "c:%r"%v
    if isinstance(v,tuple): return "t:"+" ".join(tok(x) for x in v)
    if v is NotImplemented: return "n:"
    if isinstance(v,str): return "s:"+v.encode("unicode_escape").decode()
    raise Exception(v)
ops={"+":operator.add,"-":operator.sub,"*":operator.mul,"//":operator.floordiv,"%":operator.mod,"&":operator.and_,"|":operator.or_,"^":operator.xor,"<<":operator.lshift,">>":operator.rshift,"/":operator.truediv,"**":operator.pow,"divmod":divmod,
"<":operator.lt,"<=":operator.le,"==":operator.eq,"!=":operator.ne}
ints=[0,1,-1,2,-2,3,7,-7,10,2**30-1,2**30,-2**30,-2**30-1,2**31,2**32,-2**32-1,2**53,2**53+1,2**61,2**62-1,2**62,-2**62,-2**62-1,2**63,2**64,-2**64+1,10**30,-10**25+7,3**200]
floats=[0.0,-0.0,1.0,-1.0,0.5,-2.5,3.7,-7.25,1e16,2.0**53,9007199254740993.0,1e308,-1e300,5e-324,float('inf'),float('-inf'),float('nan')]
comps=[0j,1j,1+2j,-1.5-0.5j,3+0j,complex(-0.0,2),1e200+1e200j]
bools=[True,False]
out=[]
def run(f,*a):
    try: return tok(f(*a))
    except Exception as e:
        t=str(e); t=FIX.get(t,t)
        return "!%s: %s"%(type(e).__name__,t)
def skip(op,a,b):
    if op in("<<","**") :
        if isinstance(b,int) and abs(b)>200: 
            if not (isinstance(a,float) or isinstance(b,float)): return True
    if op=="**" and (isinstance(a,complex) or isinstance(b,complex)):
        if isinstance(b,(float,complex)): return True
    if op=="**" and isinstance(a,float) and isinstance(b,float) and a<0: return True
    return False
def pair(a,b):
    for op,f in ops.items():
        if skip(op,a,b): continue
        r=run(f,a,b)
        if len(r)>400: continue
        out.append("\t".join([op,tok(a),tok(b),r]))
pairs=[(a,b) for a in ints for b in ints]
random.shuffle(pairs)
for a,b in pairs[:70]: pair(a,b)
pairs=[(a,b) for a in floats for b in floats]; random.shuffle(pairs)
for a,b in pairs[:25]: pair(a,b)
pairs=[(a,b) for a in floats for b in ints+bools]; random.shuffle(pairs)
for a,b in pairs[:25]: pair(a,b); pair(b,a)
pairs=[(a,b) for a in comps for b in comps+floats[:6]+ints[:6]]; random.shuffle(pairs)
for a,b in pairs[:20]: pair(a,b)
for a in bools:
    for b in bools+[3,0]: pair(a,b); pair(b,a)
for _ in range(25):
    a=random.randint(-2**random.randint(1,150),2**random.randint(1,150)); b=random.randint(-2**random.randint(1,100),2**random.randint(1,100)); pair(a,b)
for _ in range(25):
    a=random.uniform(-1,1)*10**random.randint(-10,10); b=random.uniform(-1,1)*10**random.randint(-3,3); 
    for op in ("//","%","divmod"): out.append("\t".join([op,tok(a),tok(b),run(ops[op],a,b)]))
un={"neg":operator.neg,"pos":operator.pos,"abs":abs,"invert":operator.invert,"repr":repr,"int":int,"float":float,"bool":bool,"hash":hash,"round":round,"floor":math.floor,"bit_length":lambda x:x.bit_length(),"bit_count":lambda x:x.bit_count(),"ratio":lambda x:x.as_integer_ratio(),"is_integer":lambda x:(x if isinstance(x,float) else 1.0).is_integer(),"hex":lambda x:x.hex()}
for v in ints+floats+comps+bools:
    for n,f in un.items():
        if n=="hash" and v!=v: continue
        if n=="floor" and isinstance(v,complex): continue
        if n=="is_integer" and isinstance(v,complex): continue
        if isinstance(v,complex) and n in("round",): continue
        r=run(f,v)
        if "AttributeError" in r or len(r)>400: continue
        out.append("\t".join([n,tok(v),"",r]))
for v in [0.5,1.5,2.5,2.675,1.005,-0.05,1e22,123456.789,5e-324,1e308,1.7e308,15.0,25.0,1e16]:
    for n in (0,1,2,3,-1,-2,-3,16,20,-308,-309,324,308): out.append("\t".join(["round",tok(v),tok(n),run(round,v,n)]))
for v in [0,5,15,25,35,-15,-25,149,150,151,10**20+5*10**9,3**100]:
    for n in (0,1,-1,-2,-3,-10,-21,-60): out.append("\t".join(["round",tok(v),tok(n),run(round,v,n)]))
specs=["","d","x","X","#x","b","o","#b","c","n","+d"," d","08d","<8","^9","*>12",",","_","_x",",.2f","e","E",".3e","f","F",".0f","#.0f","g","G",".3","%",".1%","+.3g","=+10","z.1f","010.2f","y",".3d","abc","s","5c","+c","#c","_b","-5","=5","é^9"]
for v in [0,1,-1,65,1234567,-98765432109876543210,2**70,True,0.0,-0.0,1.0,1234567.891,-1e-7,1e300,float('inf'),float('nan'),1+2j,-0.5j,complex(0,-1),1e20-3j]:
    for s in specs:
        if isinstance(v,complex) and s=="z.1f": continue
        r=run(format,v,s)
        out.append("\t".join(["format",tok(v),"s:"+s.encode("unicode_escape").decode(),r]))
texts=["0","12"," -7 ","+5","1_000","1__0","_1","0x10","","abc","\u0661\u0662","1e5","-0","9"*30,"1.5","inf","-Infinity","nan"," 1e-400","1e400",".5","5.","1_0.5","1._5","0x1p3","--1","1 2","\u20091","1j","(1+2j)","1+2j"," ( 1-2.5j ) ","j","+j","-j","1e5+1e-5j","1+","1 + 2j","infj","nan-infj","1+2","((1))","1e+5j","()","\u0661j"]
for t in texts:
    for n,f in (("toint",int),("tofloat",float),("tocomplex",complex)):
        out.append("\t".join([n,"s:"+t.encode("unicode_escape").decode(),"",run(f,t)]))
for t,b in [("ff",16),("0xff",16),("0xff",0),("012",0),("0b1",2),("z",36),("1",1),("1",37),("12",2),("0o17",0),("-0x1f",0),("0",0),("00",0)]:
    out.append("\t".join(["toint","s:"+t,tok(b),run(int,t,b)]))
for t in ["0x1.8p1","1.8","-0x.1p-3","inf","nan","0x","0x1p5000","0x1p-2000","0x1.fffffffffffff8p0"]:
    out.append("\t".join(["fromhex","s:"+t,"",run(float.fromhex,t)]))
for a,b,m in [(2,10,1000),(3,-1,7),(2,-1,4),(2,3,0),(7,10**20,-13),(-5,3,7),(0,0,1),(2**70,3**40,10**20+9)]:
    out.append("\t".join(["pow3",tok(a),tok((b,m)),run(pow,a,b,m)]))
rs=[(0,0,1),(0,10,1),(3,11,3),(10,0,-3),(0,2**70,2**60),(-2**62,2**62,2**61),(5,5,-1),(2**80,2**80+3,1),(0,10,2**70)]
for r in rs:
    R=range(*r)
    out.append("\t".join(["rlist",tok(r),"",tok(tuple(R))]))
    out.append("\t".join(["rrev",tok(r),"",tok(tuple(reversed(R)))]))
    out.append("\t".join(["rrepr",tok(r),"","s:"+repr(R)]))
    for i in (0,-1,2,50,-50): out.append("\t".join(["ritem",tok(r),tok(i),run(lambda i:R[i],i)]))
    for v in (0,9,3,2**60,2**80+1,-2**62):
        out.append("\t".join(["rindex",tok(r),tok(v),run(R.index,v)]))
        out.append("\t".join(["rin",tok(r),tok(v),tok(v in R)]))
for r in rs:
    for s in rs: out.append("\t".join(["req",tok(r),tok(s),tok(range(*r)==range(*s))]))
for v in [0,1,-1,255,256,-128,-129,2**64-1,-2**63]:
    for n in (0,1,2,8,9):
        for o in ("little","big"):
            for s in (True,False):
                def f():
                    return v.to_bytes(n,o,signed=s).hex()
                out.append("\t".join(["bytes",tok(v),tok((n,o,s)),run(f)]))
out=list(dict.fromkeys(out))
print("\n".join(out))
