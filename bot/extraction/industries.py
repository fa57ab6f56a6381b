"""Names of industries as brokers head their reports: Shenwan's first level (2014 and 2021) and common further names."""

INDUSTRIES = frozenset(
    (
        "农林牧渔 采掘 煤炭 石油石化 化工 基础化工 钢铁 有色金属 电子 汽车 家用电器 家电 食品饮料 纺织服装 纺织服饰 轻工制造 医药生物 医药 "
        "公用事业 交通运输 房地产 商业贸易 商贸零售 休闲服务 社会服务 银行 非银金融 非银行金融 综合 建筑材料 建材 建筑装饰 建筑 电气设备 "
        "电力设备 电力设备与新能源 电力设备及新能源 电新 机械设备 机械 国防军工 军工 计算机 传媒 通信 环保 美容护理 新能源 半导体 医疗保健 "
        "互联网 教育 旅游 零售 白酒 化妆品 海外科技 人工智能 TMT"
    ).split()
)
