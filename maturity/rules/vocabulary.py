"""The words in which findings speak of facts, in each language: nouns, verbs and origins."""

from typing import NamedTuple

from maturity.model.activity import Activity


class Noun(NamedTuple):
    """How a kind of fact is called."""

    one: str
    """With its article."""
    many: str
    zh: str


KINDS: dict[str, Noun] = {
    "file": Noun("a special file", "special files", "特殊文件"),
    "commit": Noun("a git history", "git histories", "git 历史"),
    "tag": Noun("a git tag", "git tags", "git 标签"),
    "large-blob": Noun("a large file in git", "large files in git", "git 中的大文件"),
    "dependency": Noun("a dependency", "dependencies", "依赖"),
    "lock": Noun("a lock file", "lock files", "锁定文件"),
    "interpreter-pin": Noun("a Python version", "Python versions", "Python 版本声明"),
    "image": Noun("an image definition", "image definitions", "镜像定义"),
    "environment": Noun("an environment", "environments", "环境"),
    "infrastructure": Noun("a declared resource", "declared resources", "声明的基础设施"),
    "import-use": Noun("a used import", "used imports", "被使用的导入"),
    "call-use": Noun("a call", "calls", "调用"),
    "seed": Noun("a fixed random seed", "fixed random seeds", "固定的随机种子"),
    "split": Noun("a train/test split", "train/test splits", "训练/测试划分"),
    "parameter-source": Noun("a source of parameters", "sources of parameters", "参数来源"),
    "test": Noun("a test", "tests", "测试"),
    "notebook": Noun("a notebook", "notebooks", "笔记本"),
    "secret": Noun("a credential", "credentials", "凭据"),
    "document": Noun("a document", "documents", "文档"),
    "tool-config": Noun("a tool configuration", "tool configurations", "工具配置"),
    "program": Noun("a program", "programs", "程序"),
    "trigger": Noun("a trigger", "triggers", "触发器"),
    "pipeline": Noun("a declared pipeline", "declared pipelines", "声明的流水线"),
    "activity": Noun("a program", "programs", "程序"),
    "service": Noun("an online service", "online services", "在线服务"),
    "alert-rule": Noun("an alert rule", "alert rules", "告警规则"),
    "dashboard": Noun("a dashboard", "dashboards", "看板"),
    "dataset-version": Noun("a versioned dataset", "versioned datasets", "受版本管理的数据集"),
    "dvc-stage": Noun("a DVC stage", "DVC stages", "DVC 阶段"),
    "dvc-output": Noun("a file under DVC", "files under DVC", "DVC 管理的文件"),
    "dvc-remote": Noun("a DVC remote", "DVC remotes", "DVC 远端"),
    "deployment": Noun("an automated deployment", "automated deployments", "自动部署"),
    "retraining": Noun("a retraining trigger", "retraining triggers", "再训练触发器"),
    "command-line": Noun("a command line of the project", "command lines of the project", "项目自有命令行"),
    "tracker-use": Noun("a file that uses a tracker", "files that use a tracker", "使用跟踪系统的文件"),
    "tracker-address": Noun("an address of the tracker", "addresses of the tracker", "跟踪系统地址"),
    "log-use": Noun("a file that uses a logging library", "files that use a logging library", "使用日志库的文件"),
    "model-load": Noun("a model that is loaded", "models that are loaded", "模型加载"),
    "credential-use": Noun("a use of a credential", "uses of credentials", "凭据使用"),
    "check": Noun("a check", "checks", "检查"),
    "personal-column": Noun("a personal column", "personal columns", "个人数据列"),
    "machine-path": Noun("a path of one machine", "paths of one machine", "个人机器路径"),
    "workflow": Noun("a CI file", "CI files", "CI 文件"),
    "structure": Noun("a layout of folders", "layouts of folders", "目录结构"),
}

VALUES: dict[tuple[str, str], dict[str, Noun]] = {
    ("document", "document"): {
        "readme": Noun("a README", "READMEs", "README"),
        "licence": Noun("a licence", "licences", "许可证"),
        "owners": Noun("a list of code owners", "lists of code owners", "代码负责人清单"),
        "pull-request-template": Noun("a pull-request template", "pull-request templates", "合并请求模板"),
        "contributing": Noun("a guide for contributors", "guides for contributors", "贡献指南"),
        "model-card": Noun("a model card", "model cards", "模型卡"),
        "data-card": Noun("a data card", "data cards", "数据卡"),
        "changelog": Noun("a changelog", "changelogs", "变更日志"),
    },
    ("tool-config", "purpose"): {
        "lint": Noun("a linter configuration", "linter configurations", "静态检查配置"),
        "format": Noun("a formatter configuration", "formatter configurations", "格式化配置"),
        "type-check": Noun("a type checker configuration", "type checker configurations", "类型检查配置"),
        "hooks": Noun("a hook configuration", "hook configurations", "钩子配置"),
        "coverage": Noun("a coverage configuration", "coverage configurations", "覆盖率配置"),
        "audit": Noun("an audit configuration", "audit configurations", "依赖审计配置"),
    },
    ("check", "subject"): {
        "leakage": Noun("a check for overlapping records", "checks for overlapping records", "记录重叠检查"),
        "fairness": Noun(
            "a bound on differences between groups", "bounds on differences between groups", "群体差异上限"
        ),
    },
    ("image", "purpose"): {
        "project": Noun("an image for this project", "images for this project", "本项目的镜像定义"),
        "development": Noun("a development container", "development containers", "开发容器"),
        "ci": Noun("an image for CI", "images for CI", "CI 用镜像"),
    },
    ("test", "about"): {
        "code": Noun("a test of the code", "tests of the code", "代码测试"),
        "data": Noun("a data test", "data tests", "数据测试"),
        "model": Noun("a model test", "model tests", "模型测试"),
        "service": Noun("a service test", "service tests", "服务测试"),
        "features": Noun("a test of features", "tests of features", "特征测试"),
        "pipeline": Noun("a pipeline test", "pipeline tests", "流水线测试"),
        "fairness": Noun("a fairness test", "fairness tests", "公平性测试"),
        "load": Noun("a load test", "load tests", "负载测试"),
    },
}
"""Values that say what a fact is; they become its noun."""

NAMING: dict[str, tuple[str, ...]] = {
    "document": ("document",),
    "tool-config": ("tool", "purpose"),
    "test": ("about",),
    "image": ("purpose",),
    "check": ("subject",),
}
"""Fields whose value becomes the noun."""

IDENTITY: dict[str, tuple[str, ...]] = {
    "activity": ("activity", "technology"),
    "document": ("document",),
    "tool-config": ("tool", "purpose"),
    "test": ("about",),
    "check": ("subject",),
    "call-use": ("technology", "call"),
    "import-use": ("technology", "module"),
    "dependency": ("name",),
}
"""Fields that say what a fact is: one that differs there is another thing, not a near miss."""

DETAIL: dict[str, str] = {
    "file": "role",
    "tag": "name",
    "dependency": "name",
    "lock": "tool",
    "interpreter-pin": "version",
    "image": "base",
    "environment": "name",
    "infrastructure": "technology",
    "import-use": "module",
    "call-use": "call",
    "seed": "call",
    "split": "call",
    "parameter-source": "mechanism",
    "test": "name",
    "secret": "secret",
    "tool-config": "tool",
    "program": "name",
    "trigger": "event",
    "pipeline": "tool",
    "service": "framework",
    "alert-rule": "name",
    "dashboard": "technology",
    "dataset-version": "tool",
    "dvc-stage": "name",
    "dvc-output": "output",
    "dvc-remote": "name",
    "deployment": "technology",
    "command-line": "framework",
    "tracker-use": "technology",
    "log-use": "library",
    "model-load": "call",
    "credential-use": "name",
    "personal-column": "column",
    "machine-path": "shown",
    "workflow": "system",
}
"""The field that tells one fact of a kind from another."""

ACTIVITIES: dict[Activity, tuple[str, str]] = {
    "prepare-data": ("prepares data", "准备数据"),
    "validate-data": ("validates data", "校验数据"),
    "version-data": ("versions data", "管理数据版本"),
    "use-features": ("uses a feature store", "使用特征库"),
    "read-parameters": ("reads parameters", "读取参数"),
    "train": ("trains a model", "训练模型"),
    "evaluate": ("evaluates a model", "评估模型"),
    "gate": ("holds a model against a threshold", "以阈值把关模型"),
    "compare-champion": ("compares a new model with the one in production", "将新模型与线上模型比较"),
    "register": ("registers a model", "注册模型"),
    "promote": ("promotes a model", "晋级模型"),
    "log-model": ("logs a model", "记录模型"),
    "sign-model": ("gives a model its signature", "为模型附加签名"),
    "fix-seed": ("fixes a seed", "固定随机种子"),
    "run-pipeline": ("runs the pipeline", "运行流水线"),
    "test": ("runs tests", "运行测试"),
    "lint": ("lints the code", "做静态检查"),
    "format": ("formats the code", "格式化代码"),
    "type-check": ("checks types", "检查类型"),
    "track": ("tracks experiments", "跟踪实验"),
    "log-dataset": ("records the data of a run", "记录运行所用数据"),
    "build-image": ("builds an image", "构建镜像"),
    "push-image": ("pushes an image", "推送镜像"),
    "deploy": ("deploys", "部署"),
    "roll-back": ("rolls back", "回滚"),
    "split-traffic": ("splits traffic between models", "在模型间分流"),
    "serve": ("serves a model", "提供模型服务"),
    "score": ("scores records", "批量打分"),
    "store-predictions": ("stores predictions", "保存预测"),
    "export-metrics": ("exports metrics", "导出指标"),
    "detect-drift": ("detects drift", "检测漂移"),
    "alert": ("alerts somebody", "发出告警"),
    "retrain-on-drift": ("starts training on drift", "因漂移启动训练"),
    "monitor-performance": ("measures the quality of live predictions", "衡量线上预测质量"),
    "measure-resources": ("records the use of CPU, memory or GPU", "记录 CPU、内存或 GPU 使用"),
    "test-load": ("puts the service under load", "对服务做负载测试"),
    "collect-feedback": ("brings production records back as training data", "把生产记录带回训练数据"),
    "explain": ("explains a model or its predictions", "解释模型或其预测"),
    "evaluate-fairness": ("computes metrics by group", "按群体计算指标"),
    "protect-data": ("masks personal data", "对个人数据脱敏"),
    "audit-dependencies": ("looks for known vulnerabilities", "检查已知漏洞"),
    "be-deterministic": ("asks for deterministic algorithms", "要求使用确定性算法"),
    "write-card": ("writes a model card", "生成模型卡"),
}

ROOTS: dict[str, tuple[str, str]] = {
    "entry": ("from the command line", "从命令行"),
    "change": ("on a change of code", "在代码变更时"),
    "release": ("on a release", "在发布时"),
    "schedule": ("on a schedule", "按计划"),
    "event": ("on an event", "由事件触发时"),
    "manual": ("at the push of a button", "手动触发时"),
    "declared": ("as declared", "按声明"),
}
"""What starts something; `none` has words of its own."""
