"""What findings say of the fields of facts, in each language. The subject is always the fact: `it looks live`."""

from maturity.rules import live_words
from maturity.rules.wording import Predicate

FLAGS: dict[tuple[str, str], Predicate] = live_words.FLAGS | {
    ("observation", "holds"): Predicate("holds", "does not hold", "成立", "不成立"),
    ("activity", "vain"): Predicate("finds no test to run", "has tests to run", "找不到可运行的测试", "有可运行的测试"),
    ("activity", "tested"): Predicate("runs in a test", "runs outside tests", "在测试中运行", "不在测试中运行"),
    ("activity", "blocking"): Predicate(
        "stops what runs it when it fails", "has its failure ignored", "失败时会中断", "失败会被忽略"
    ),
    ("activity", "pipeline"): Predicate(
        "is part of a declared pipeline",
        "is part of no declared pipeline",
        "属于声明的流水线",
        "不属于任何声明的流水线",
    ),
    ("large-blob", "past"): Predicate(
        "lies only in earlier commits", "lies in the tree of HEAD", "只存在于较早的提交中", "存在于 HEAD 的文件树中"
    ),
    ("commit", "shallow"): Predicate("is shallow", "is complete", "是浅克隆", "是完整的"),
    ("tag", "version"): Predicate("names a version", "names no version", "是版本号", "不是版本号"),
    ("dependency", "exact"): Predicate("is exact", "is not exact", "版本精确", "版本不精确"),
    ("dependency", "used"): Predicate("is used", "is used by no program", "被使用", "没有被任何程序使用"),
    ("lock", "complete"): Predicate(
        "fixes every runtime dependency",
        "leaves runtime dependencies open",
        "固定了全部运行时依赖",
        "未固定全部运行时依赖",
    ),
    ("interpreter-pin", "effective"): Predicate(
        "fixes the minor version where it takes effect",
        "does not fix the minor version where it takes effect",
        "在生效处固定了次版本",
        "未在生效处固定次版本",
    ),
    ("image", "pinned"): Predicate("pins its base", "does not pin its base", "固定了基础镜像", "未固定基础镜像"),
    ("environment", "distinguished"): Predicate(
        "is told apart from others", "is told apart from no other", "与其他环境相区分", "未与其他环境相区分"
    ),
    ("seed", "training"): Predicate("is used by training", "is reached by no training", "用于训练", "没有训练程序用到"),
    ("split", "deterministic"): Predicate("is deterministic", "is not deterministic", "是确定的", "不是确定的"),
    ("parameter-source", "training"): Predicate(
        "is read by training", "is read by no training program", "供训练程序读取", "没有训练程序读取"
    ),
    ("test", "skipped"): Predicate("is skipped", "is not skipped", "被跳过", "未被跳过"),
    ("notebook", "in_order"): Predicate("ran in order", "did not run in order", "按顺序执行", "未按顺序执行"),
    ("secret", "live"): Predicate("looks live", "is a placeholder", "看似有效", "只是占位符"),
    ("document", "generated"): Predicate(
        "is written by code", "is not written by code", "由代码生成", "并非由代码生成"
    ),
    ("trigger", "enabled"): Predicate("is enabled", "is disabled", "已启用", "已停用"),
    ("pipeline", "ordered"): Predicate(
        "declares the order of its steps", "declares no order of its steps", "声明了步骤顺序", "未声明步骤顺序"
    ),
    ("service", "contract"): Predicate(
        "describes its interface", "does not describe its interface", "描述了接口", "未描述接口"
    ),
    ("service", "health"): Predicate("tells its health", "does not tell its health", "提供健康检查", "未提供健康检查"),
    ("service", "metrics"): Predicate("exports metrics", "exports no metrics", "导出运行指标", "未导出运行指标"),
    ("service", "stores_predictions"): Predicate(
        "stores its predictions", "does not store its predictions", "保存预测", "未保存预测"
    ),
    ("service", "model"): Predicate(
        "answers with a model", "answers without a model of the project", "以模型应答", "应答时不使用项目的模型"
    ),
    ("service", "demo"): Predicate(
        "lets people try the model",
        "is no page on which people try the model",
        "可供人试用模型",
        "不是供人试用模型的页面",
    ),
    ("dataset-version", "used"): Predicate(
        "is read by a program or pipeline",
        "is read by no program or pipeline",
        "被程序或流水线读取",
        "没有程序或流水线读取",
    ),
    ("dvc-stage", "locked"): Predicate(
        "is covered by dvc.lock", "is not covered by dvc.lock", "已写入 dvc.lock", "未写入 dvc.lock"
    ),
    ("dvc-output", "cached"): Predicate("is kept by DVC", "is not kept by DVC", "由 DVC 保存", "未由 DVC 保存"),
    ("dvc-remote", "default"): Predicate("is the default", "is not the default", "被设为默认", "未被设为默认"),
    ("deployment", "gated"): Predicate(
        "comes after an evaluation gate",
        "can be reached without an evaluation gate",
        "位于评估关卡之后",
        "可绕过评估关卡到达",
    ),
    ("deployment", "retrains"): Predicate(
        "follows automatic retraining", "follows no automatic retraining", "跟随自动再训练", "不跟随自动再训练"
    ),
    ("retraining", "limited"): Predicate(
        "is limited by an interval or a concurrency rule",
        "has no least interval and no concurrency rule",
        "受最小间隔或并发规则限制",
        "没有最小间隔或并发规则",
    ),
    ("retraining", "by_hand"): Predicate(
        "can be started or paused by hand",
        "cannot be started or paused by hand",
        "可以人工启动或暂停",
        "不能人工启动或暂停",
    ),
    ("tracker-use", "decoupled"): Predicate(
        "defines no model and no training loop",
        "defines a model or a training loop",
        "不定义模型或训练循环",
        "定义了模型或训练循环",
    ),
    ("tracker-address", "local"): Predicate(
        "is a literal of one machine", "is no literal of one machine", "是某台机器的字面值", "不是某台机器的字面值"
    ),
    ("log-use", "training"): Predicate("belongs to training", "does not belong to training", "属于训练", "不属于训练"),
    ("model-load", "serving"): Predicate("is served", "is not served", "用于服务", "不用于服务"),
    ("model-load", "safe"): Predicate(
        "cannot run foreign code or is verified first",
        "can run foreign code and is not verified",
        "加载时不会执行外来代码或已先行校验",
        "加载时可能执行外来代码且未校验",
    ),
    ("credential-use", "outside"): Predicate(
        "comes from the environment or a secret manager", "stands in the code", "来自环境变量或密钥管理", "写在代码中"
    ),
    ("check", "runs"): Predicate("runs", "never runs", "会运行", "从不运行"),
    ("workflow", "caches"): Predicate("keeps a cache", "keeps no cache", "使用缓存", "未使用缓存"),
    ("workflow", "restricted"): Predicate("sets permissions", "sets no permissions", "设置了权限", "未设置权限"),
    ("workflow", "pinned"): Predicate(
        "pins third-party actions", "does not pin third-party actions", "固定了第三方 action", "未固定第三方 action"
    ),
    ("structure", "source"): Predicate(
        "keeps source in a folder of its own", "has no folder for source", "源码有独立目录", "源码没有独立目录"
    ),
    ("structure", "tests"): Predicate(
        "keeps tests in a folder of their own", "has no folder for tests", "测试有独立目录", "测试没有独立目录"
    ),
    ("structure", "configuration"): Predicate(
        "keeps configuration in a folder of its own",
        "has no folder for configuration",
        "配置有独立目录",
        "配置没有独立目录",
    ),
    ("structure", "notebooks_apart"): Predicate(
        "keeps notebooks apart from packages", "has notebooks in a package", "笔记本与代码包分开", "代码包中有笔记本"
    ),
}

LISTS: dict[tuple[str, str], Predicate] = {
    ("document", "sections"): Predicate("covers", "does not cover", "涵盖", "未涵盖"),
    ("test", "exercises"): Predicate("exercises", "does not exercise", "调用了", "未调用"),
    ("program", "reaches"): Predicate("reaches", "does not reach", "会执行", "不会执行"),
    ("trigger", "reaches"): Predicate("reaches", "does not reach", "会执行", "不会执行"),
}
"""Before the members of a list."""

PRESENCE: dict[tuple[str, str], Predicate] = live_words.PRESENCE | {
    ("test", "exercises"): Predicate(
        "exercises the project's own code",
        "exercises none of the project's own code",
        "调用了项目自身的代码",
        "未调用项目自身的代码",
    ),
    ("service", "routes"): Predicate("has routes", "has no routes", "有路由", "没有路由"),
    ("command-line", "tasks"): Predicate(
        "works on data or models", "does nothing with data or models", "处理数据或模型", "与数据或模型无关"
    ),
    ("dvc-output", "digest"): Predicate("has a hash", "has no hash", "有哈希", "没有哈希"),
}
"""Of a list that has members, or an optional field that is there."""

COUNTS: dict[tuple[str, str], tuple[str, str, str]] = live_words.COUNTS | {
    ("commit", "commits"): ("commits", "次", "提交"),
    ("large-blob", "size"): ("bytes", "", "字节"),
    ("lock", "packages"): ("packages", "个", "包"),
    ("test", "asserts"): ("assertions", "条", "断言"),
    ("tool-config", "entries"): ("entries", "个", "条目"),
    ("trigger", "runs"): ("commands", "条", "命令"),
    ("pipeline", "ml_steps"): ("ML steps", "个", "机器学习步骤"),
}
"""What a number counts: plural, Chinese measure word, Chinese noun."""

VERBS: dict[tuple[str, str], tuple[str, str]] = {
    ("activity", "technology"): ("uses", "使用"),
    ("workflow", "system"): ("is of", "属于"),
}
"""What is said before the values of a field that has a verb of its own."""

LABELS: dict[str, str] = {
    "name": "名称",
    "tool": "工具",
    "purpose": "用途",
    "version": "版本",
    "technology": "技术",
    "scope": "范围",
    "program": "程序",
    "framework": "框架",
    "mechanism": "方式",
    "event": "事件",
    "system": "系统",
    "root": "起因",
}
"""Chinese names of fields."""

SECTIONS: dict[str, tuple[str, str]] = {
    "install": ("installation", "安装"),
    "train": ("training", "训练"),
    "run": ("running", "运行"),
    "intended-use": ("intended use", "预期用途"),
    "training-data": ("training data", "训练数据"),
    "metrics": ("metrics", "指标"),
    "limitations": ("limitations", "局限"),
    "ethics": ("ethics and fairness", "伦理与公平"),
}
"""What documents cover."""
