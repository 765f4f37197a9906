"""Units of measure in Chinese and English, each with its base unit, for comparing facts."""

from decimal import Decimal
from typing import Final

_TABLE: Final = """
m: m=1 米=1 km=1000 公里=1000 千米=1000 cm=0.01 厘米=0.01 mm=0.001 毫米=0.001 μm=0.000001
m: ㎞=1000 ㎝=0.01 ㎜=0.001 微米=0.000001 nm=0.000000001 纳米=0.000000001 海里=1852 里=500
m2: m²=1 m2=1 平方米=1 平米=1 ㎡=1 km²=1000000 km2=1000000 平方公里=1000000 平方千米=1000000
m2: 公顷=10000 ha=10000 亩=666.6666666666666667
m3: m³=1 m3=1 立方米=1 立方=1 方=1 升=0.001 l=0.001 ml=0.000001 毫升=0.000001
s: s=1 秒=1 秒钟=1 ms=0.001 毫秒=0.001 μs=0.000001 微秒=0.000001 min=60 分钟=60 分=60
s: minute=60 minutes=60 h=3600 hour=3600 hours=3600 小时=3600 个小时=3600 seconds=1
s: 天=86400 日=86400 个工作日=86400 工作日=86400 day=86400 days=86400 周=604800 week=604800
s: weeks=604800 sec=1 secs=1 mins=60 hr=3600 hrs=3600
month: 个月=1 month=1 months=1 个年=12 年=12 year=12 years=12
kg: ㎏=1 kg=1 公斤=1 千克=1 g=0.001 克=0.001 mg=0.000001 毫克=0.000001 t=1000 吨=1000 斤=0.5
%: %=1 ‰=0.1 percent=1 个百分点=1 ppm=0.0001
times: 倍=1 times=1
celsius: ℃=1 °c=1 摄氏度=1
degree: °=1
W: w=1 瓦=1 kw=1000 千瓦=1000 mw=1000000 兆瓦=1000000 gw=1000000000 吉瓦=1000000000
Wh: wh=1 kwh=1000 千瓦时=1000 度=1000 度电=1000 mwh=1000000 gwh=1000000000 兆瓦时=1000000
Wh/kg: wh/kg=1
VA: va=1 kva=1000 千伏安=1000 mva=1000000
V: v=1 伏=1 kv=1000 千伏=1000
A: a=1 安=1 ma=0.001
Ah: ah=1 安时=1 mah=0.001 毫安时=0.001
Hz: hz=1 赫兹=1 khz=1000 mhz=1000000 ghz=1000000000
dB: db=1 分贝=1 db(a)=1
dBm: dbm=1
N: n=1 牛=1 kn=1000 千牛=1000
N·m: n·m=1
rpm: rpm=1 r/min=1 转/分=1 转/分钟=1
lx: lx=1 lux=1 勒克斯=1
mg/L: mg/l=1 μg/l=0.001
mg/m3: mg/m³=1 mg/m3=1 μg/m³=0.001 μg/m3=0.001
OPS: tops=1000000000000 gops=1000000000
FLOPS: gflops=1000000000 tflops=1000000000000 pflops=1000000000000000
qps: qps=1 tps=1 次/秒=1
m3/s: m³/h=0.0002777777777778 m3/h=0.0002777777777778 m³/s=1 立方米/小时=0.0002777777777778
kg/s: 吨/小时=0.2777777777777778 t/h=0.2777777777777778 吨/天=0.0115740740740741
kg/s: 吨/日=0.0115740740740741 t/d=0.0115740740740741
B: b=1 kb=1000 mb=1000000 gb=1000000000 tb=1000000000000 pb=1000000000000000
bps: bps=1 kbps=1000 mbps=1000000 gbps=1000000000
m/s: m/s=1 米/秒=1 km/h=0.2777777777777778 公里/小时=0.2777777777777778
m/s: 公里每小时=0.2777777777777778 knots=0.5144444444444444
fps: fps=1 帧/秒=1 帧=1
pixel: 像素=1 万像素=10000
Pa: pa=1 kpa=1000 mpa=1000000 bar=100000
person: 人=1 名=1 位=1 人次=1 people=1 persons=1 users=1
household: 户=1 households=1
item: 个=1 项=1 台=1 套=1 台套=1 台(套)=1 家=1 处=1 座=1 栋=1 幢=1 辆=1 架=1 架次=1 艘=1
item: 参数=1 三元组=1 条=1 件=1 次=1 只=1 路=1 部=1 块=1 张=1 份=1 笔=1 例=1 种=1 类=1 所=1 间=1
item: 床=1 人份=1
item: 车次=1 航次=1 班次=1 场=1 批=1 支=1 根=1 头=1 株=1 标箱=1 teu=1 units=1 sites=1 sets=1
item: vehicles=1 trips=1 flights=1 cameras=1
"""


def _read(table: str) -> dict[str, tuple[str, Decimal]]:
    units: dict[str, tuple[str, Decimal]] = {}
    for line in table.strip().splitlines():
        base, _, entries = line.partition(": ")
        for entry in entries.split():
            name, _, factor = entry.rpartition("=")
            units[name] = (base, Decimal(factor))
    return units


UNITS: Final = _read(_TABLE)
"""Written unit, lower case, to (base unit, factor): `公里` is (`m`, 1000)."""
