"""The words in which findings speak of facts that are not in the repository: servers, remotes and lineage."""

from maturity.rules.wording import Noun, Predicate

KINDS: dict[str, Noun] = {
    "tracking-server": Noun("a tracking server", "tracking servers", "跟踪服务器"),
    "experiment": Noun("an experiment", "experiments", "实验"),
    "run": Noun("a run", "runs", "运行"),
    "run-secret": Noun("a credential in a run", "credentials in runs", "运行中的凭据"),
    "model": Noun("a registered model", "registered models", "注册模型"),
    "model-version": Noun("a model version", "model versions", "模型版本"),
    "dvc-store": Noun("a DVC remote", "DVC remotes", "DVC 远端"),
    "dvc-object": Noun("an output that DVC tracks", "outputs that DVC tracks", "DVC 跟踪的输出"),
    "dvc-record": Noun("a record of DVC", "records of DVC", "DVC 记录"),
    "lineage-link": Noun("a link of the lineage", "links of the lineage", "血缘环节"),
    "reproduction": Noun("a record of a re-run", "records of re-runs", "重跑记录"),
}

NAMING: dict[str, tuple[str, ...]] = {"tracking-server": ("store",), "lineage-link": ("link",)}

VALUES: dict[tuple[str, str], dict[str, Noun]] = {
    ("tracking-server", "store"): {
        "http": Noun("a tracking server", "tracking servers", "跟踪服务器"),
        "database": Noun("a tracking database", "tracking databases", "跟踪数据库"),
        "files": Noun("a file store of runs", "file stores of runs", "运行文件存储"),
    },
    ("lineage-link", "link"): {
        "run": Noun("a link to a run", "links to a run", "到运行的环节"),
        "commit": Noun("a link to a commit", "links to a commit", "到提交的环节"),
        "reachable": Noun("a link from a branch or tag", "links from a branch or tag", "从分支或标签到达的环节"),
        "lock": Noun("a link to what DVC recorded", "links to what DVC recorded", "到 DVC 记录的环节"),
        "objects": Noun("a link to objects in the remote", "links to objects in the remote", "到远端对象的环节"),
        "dataset": Noun("a link to a dataset", "links to a dataset", "到数据集的环节"),
    },
}

DETAIL: dict[str, str] = {
    "run-secret": "secret",
    "dvc-store": "remote",
    "dvc-object": "output",
    "dvc-record": "name",
    "lineage-link": "link",
    "reproduction": "version",
}

FLAGS: dict[tuple[str, str], Predicate] = {
    ("tracking-server", "refuses_anonymous"): Predicate(
        "refuses anonymous requests", "answers anonymous requests", "拒绝匿名请求", "接受匿名请求"
    ),
    ("experiment", "capped"): Predicate("was read in part", "was read in full", "只读取了一部分", "已全部读取"),
    ("run", "finished"): Predicate("is finished", "is not finished", "已完成", "未完成"),
    ("run", "recent"): Predicate("is recent", "is not recent", "属于近期", "不属于近期"),
    ("run", "complete"): Predicate(
        "carries parameters and metrics", "lacks parameters or metrics", "带有参数和指标", "缺少参数或指标"
    ),
    ("run", "registered"): Predicate(
        "is behind a registered version", "is behind no registered version", "对应已注册的版本", "不对应已注册的版本"
    ),
    ("model", "serving"): Predicate("serves", "does not serve", "正在服务", "不在服务"),
    ("model", "can_roll_back"): Predicate(
        "has an earlier version to go back to",
        "has no earlier version to go back to",
        "有可回退的旧版本",
        "没有可回退的旧版本",
    ),
    ("model-version", "serving"): Predicate("serves", "does not serve", "正在服务", "不在服务"),
    ("model-version", "run_exists"): Predicate(
        "names a run that exists", "names no run that exists", "所指运行仍存在", "所指运行不存在"
    ),
    ("model-version", "artifacts"): Predicate("has its files", "has no files", "文件齐备", "没有文件"),
    ("model-version", "signature"): Predicate("has a signature", "has no full signature", "有签名", "没有完整签名"),
    ("model-version", "environment"): Predicate(
        "carries its environment", "carries no environment", "带有环境声明", "没有环境声明"
    ),
    ("model-version", "card"): Predicate("has a model card", "has no model card", "有模型卡", "没有模型卡"),
    ("model-version", "fresh"): Predicate(
        "was trained or evaluated recently",
        "was not trained or evaluated recently",
        "近期训练或评估过",
        "近期未训练或评估",
    ),
    ("model-version", "described"): Predicate("is described", "is not described", "有说明", "没有说明"),
    ("model-version", "owned"): Predicate("has an owner", "has no owner", "有负责人", "没有负责人"),
    ("model-version", "audited"): Predicate(
        "records who promoted it, when and why",
        "does not record who promoted it, when and why",
        "记录了由谁、何时、为何晋级",
        "没有记录由谁、何时、为何晋级",
    ),
    ("model-version", "approved"): Predicate("is approved", "is not approved", "已获批准", "未获批准"),
    ("dvc-store", "sampled"): Predicate("was hashed as a sample", "was hashed in full", "抽样校验", "全部校验"),
    ("dvc-object", "head"): Predicate("is recorded at HEAD", "is not recorded at HEAD", "记录于 HEAD", "未记录于 HEAD"),
    ("dvc-object", "tag"): Predicate("is recorded at a tag", "is recorded at no tag", "记录于标签", "未记录于标签"),
    ("dvc-record", "in_sync"): Predicate(
        "equals what is committed", "differs from what is committed", "与已提交内容一致", "与已提交内容不一致"
    ),
    ("lineage-link", "proved"): Predicate("is proved", "is not proved", "已证实", "未证实"),
    ("lineage-link", "absent"): Predicate("has nothing to prove", "has something to prove", "无需证明", "有待证明"),
    ("reproduction", "within_tolerance"): Predicate(
        "gave the recorded metrics", "gave other metrics", "复现了记录的指标", "指标与记录不同"
    ),
    ("reproduction", "genuine"): Predicate("is genuine", "is not genuine", "真实有效", "无法证实"),
    ("reproduction", "serving"): Predicate(
        "is about a version that serves",
        "is about a version that does not serve",
        "针对服务中的版本",
        "针对未服务的版本",
    ),
}

PRESENCE: dict[tuple[str, str], Predicate] = {
    ("run", "commit"): Predicate("names its commit", "names no commit", "注明了提交", "没有注明提交"),
}

COUNTS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("experiment", "runs"): ("runs", "次", "运行"),
    ("run", "parameters"): ("parameters", "个", "参数"),
    ("run", "metrics"): ("metrics", "个", "指标"),
    ("run", "datasets"): ("datasets with a digest", "个", "带摘要的数据集"),
    ("model", "versions"): ("versions", "个", "版本"),
    ("model", "newest"): ("versions ever", "个", "历史版本"),
    ("model-version", "age_days"): ("days of age", "天", "时长"),
    ("dvc-store", "objects"): ("objects", "个", "对象"),
    ("dvc-store", "bytes"): ("bytes", "", "字节"),
    ("dvc-store", "orphans"): ("orphans", "个", "孤立对象"),
    ("dvc-store", "orphan_share"): ("of its bytes in orphans", "的", "孤立对象字节占比"),
    ("dvc-store", "hashed"): ("hashed objects", "个", "已校验对象"),
    ("dvc-store", "corrupt"): ("corrupt objects", "个", "损坏对象"),
    ("dvc-object", "objects"): ("objects", "个", "对象"),
    ("dvc-object", "missing"): ("missing objects", "个", "缺失对象"),
    ("dvc-object", "corrupt"): ("corrupt objects", "个", "损坏对象"),
    ("reproduction", "age_days"): ("days of age", "天", "时长"),
}
