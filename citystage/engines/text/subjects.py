"""Subjects: which names of measures mean the same, and whether more or less of it is better."""

import re
from functools import lru_cache
from typing import Final

from citystage.engines.text.folding import fold
from citystage.engines.text.naming import changes

# One line a quantity: + more is better, - less is better, = neither; then its names.
_TABLE: Final = """
+ 准确率 精确率 正确率 准确度 精准率 识别率 准确性 accuracy precision
+ 召回率 查全率 recall
+ 检出率 发现率 检测率 detection_rate
- 误报率 误检率 误警率 虚警率 误识率 false_alarm_rate false_alarms false_positive_rate
- 漏报率 漏检率 miss_rate false_negative_rate
- 定位精度 定位误差 定位偏差 positioning_accuracy position_error
- 测量精度 测量误差 测距精度 重复精度 加工精度 控制精度 精度 误差 偏差 error deviation
+ 续航时间 续航能力 续航 飞行时间 滞空时间 留空时间 endurance battery_life flight_time
+ 续航里程 航程 最大航程 飞行距离 续驶里程 range
- 响应时间 响应时延 响应速度 时延 延迟 延时 response_time latency delay
- 处置时间 处理时间 发现时间 检测时间 巡检时间 办理时间 耗时 用时 时长 时间 processing_time
+ 工作时间 待机时间 运行时间 保存时间 存储时间 存储时长 录像时长 使用时间 uptime
- 充电时间 充电时长 charging_time
+ 使用寿命 设计寿命 寿命 循环寿命 lifetime
+ 无故障时间 无故障工作时间 平均无故障时间 平均无故障工作时间 mtbf
+ 质保期 质保 保修期 质保年限 维保期 warranty
- 工期 建设周期 交付周期 交付时间 部署时间 交货期 周期 lead_time
+ 可用性 可用率 可靠性 可靠度 稳定性 availability reliability
+ 在线率 完好率 上线率 接通率
+ 成功率 合格率 达标率 良品率 良率 成品率 通过率 满意度 success_rate yield
+ 覆盖率 coverage
+ 覆盖范围 覆盖半径 覆盖面积 作业半径
+ 通信距离 传输距离 探测距离 检测距离 识别距离 作用距离 测程 distance
- 故障率 丢包率 误码率 损耗率 错误率 error_rate failure_rate packet_loss
- 能耗 功耗 耗电量 耗电 power_consumption energy_consumption
- 噪声 噪音 noise
- 自重 重量 整机重量 质量 weight
- 体积 尺寸 厚度 size
+ 有效载荷 最大载荷 载荷 载重 载重量 负载 负荷 payload
+ 功率 额定功率 输出功率 power
+ 容量 存储容量 储能容量 储能 电池容量 capacity storage
+ 带宽 速率 传输速率 网速 bandwidth data_rate
+ 吞吐量 吞吐 处理能力 产能 产量 日处理量 throughput
+ 并发 并发数 并发量 并发用户 并发用户数 concurrency concurrent_users
+ 速度 最高速度 飞行速度 巡航速度 运行速度 车速 speed
+ 分辨率 像素 resolution
+ 帧率 刷新率 frame_rate
+ 算力 computing_power
+ 亮度 brightness
+ 信噪比 增益
+ 效率 efficiency
+ 爬坡能力 爬坡 升限 飞行高度
- 灵敏度
- 预算 报价 价格 成本 造价 费用 总价 单价 资金 投资 price cost budget
= 温度 工作温度 环境温度 湿度 电压 工作电压 频率 频段 电流 temperature voltage frequency
+ TRL 技术成熟度 技术就绪度 technology_readiness_level
"""


def _read() -> tuple[dict[str, int], dict[int, int]]:
    names: dict[str, int] = {}
    directions: dict[int, int] = {}
    for number, line in enumerate(_TABLE.strip().splitlines()):
        sign, *words = line.split()
        directions[number] = {"+": 1, "-": -1, "=": 0}[sign]
        names.update((word.replace("_", " ").lower(), number) for word in words)
    return names, directions


_NAMES, _DIRECTIONS = _read()
_KNOWN: Final = re.compile(
    "|".join(
        rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
        for name in sorted(_NAMES, key=len, reverse=True)
    )
)
# What may stand beside the name of a quantity without changing what is measured.
_GENERAL: Final = re.compile(
    r"平均|整体|综合|总体|单次|最大|最小|最高|最低|最长|最远|额定|标称|设备|系统|平台|产品|整机|算法"
    r"|模型|识别|检测|检验|测试|实际|有效|连续|端到端|目标|数据|服务|的|不|均|average|maximum|minimum|system"
)
_EXACT_PRECISION: Final = _NAMES["准确率"]
_PRECISION: Final = frozenset({_NAMES["精度"], _NAMES["定位精度"]})
_MORE: Final = frozenset({"item", "person", "household", "bps", "fps", "qps", "OPS", "FLOPS"})


@lru_cache(maxsize=16_384)
def _concept(name: str, unit: str) -> tuple[int | None, str]:
    """The quantity a name speaks of, and what else it says; a Chinese name ends in its head."""
    folded = fold(name)
    best = None
    for found in _KNOWN.finditer(folded):
        best = found
    if best is None:
        return None, _GENERAL.sub("", folded)
    concept = _NAMES[best[0]]
    if concept in _PRECISION and unit == "%":
        concept = _EXACT_PRECISION
    rest = folded[: best.start()] + folded[best.end() :]
    return concept, _GENERAL.sub("", rest).strip()


@lru_cache(maxsize=16_384)
def direction(name: str, unit: str) -> int:
    """1 if more is better, -1 if less is, 0 if unknown or neither.

    识别精度 of 95 % grows, 定位精度 of 10 mm shrinks. Counts of unnamed things grow.
    """
    concept, _ = _concept(name, unit)
    if concept is None or changes(name):
        return 1 if unit in _MORE or changes(name) else 0
    return _DIRECTIONS[concept]


@lru_cache(maxsize=65_536)
def alike(one: str, other: str, unit: str) -> bool:
    """Whether two names of measures of one unit speak of the same thing.

    Same quantity by the table (续航 is 飞行时间) and nothing contrary beside it (人脸识别准确率 is
    not 车牌识别准确率). Names the table does not know must hold each other or share most
    neighbouring characters. An empty name is like none.
    """
    if not one or not other or changes(one) != changes(other):
        return False
    mine, my_rest = _concept(one, unit)
    theirs, their_rest = _concept(other, unit)
    if mine != theirs:
        return False
    if mine is None:
        return _near(fold(one), fold(other), 0.5)
    return not my_rest or not their_rest or _near(my_rest, their_rest, 0.2)


def _near(one: str, other: str, share: float) -> bool:
    if one in other or other in one:
        return bool(one and other)
    left = {one[at : at + 2] for at in range(len(one) - 1)}
    right = {other[at : at + 2] for at in range(len(other) - 1)}
    together = left | right
    return bool(together) and len(left & right) / len(together) >= share
