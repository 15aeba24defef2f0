"""What names mean across files."""

from hypothesis import given
from hypothesis import strategies as some

from maturity.evidence.python.files import ModuleFiles
from maturity.evidence.python.namespace import Symbol, single
from maturity.evidence.python.symbols import Symbols
from tests.evidence.python.source_code import module

FILES = {
    "shop/__init__.py": "from .train import fit\nfrom .models import *\nfrom . import data as records\n",
    "shop/train.py": "from shop.models import Net\n\ndef fit(): ...\n\ndef build() -> Net: ...\n",
    "shop/models.py": """
        import torch
        from .base import Base
        from pydantic import BaseModel

        class Net(Base):
            helper: "Helper"
            def forward(self): ...
        class Helper:
            def go(self): ...
        class Deep(torch.nn.Module):
            def __init__(self):
                super().__init__()
        class Settings(BaseModel):
            helper: Helper
    """,
    "shop/base.py": "class Base:\n    def save(self): ...\n",
    "shop/data.py": "LIMIT = 3\ndef load(): ...\n",
    "shop/shared.py": """
        from sklearn.svm import SVC
        from shop.models import Net
        model = SVC()
        net = Net()
        limit = 3
    """,
    "shop/ring.py": "from .gnir import thing\nclass Loop(Pool): ...\nclass Pool(Loop): ...\n",
    "shop/gnir.py": "from .ring import thing\n",
    "app.py": "import shop\n",
}


def symbols() -> Symbols:
    modules = {path: module(source, path) for path, source in FILES.items()}
    return Symbols(modules, ModuleFiles([*modules, "shop/unread.py"]))


def meaning(name: str, path: str = "app.py", function: str = "") -> str:
    found = symbols().resolve(path, name, function)
    return f"{found.kind} {found.path} {found.name}".replace("  ", " ") if found else "unknown"


def test_names_are_followed_to_their_definition() -> None:
    assert meaning("fit", "shop/train.py") == "function shop/train.py fit"
    assert meaning("shop.fit") == "function shop/train.py fit"
    assert meaning("shop.train.fit") == "function shop/train.py fit"
    assert meaning(".train.fit", "shop/data.py") == "function shop/train.py fit"
    assert meaning("shop.records.load") == "function shop/data.py load"
    assert meaning("shop.Net") == "class shop/models.py Net"
    assert meaning("shop.train") == "module shop/train.py "


def test_a_function_with_an_attribute_is_the_function() -> None:
    assert meaning("shop.fit.submit") == "function shop/train.py fit"


def test_an_instance_that_a_file_shares_has_the_methods_of_its_class() -> None:
    assert meaning("shop.shared.model.fit") == "foreign sklearn.svm.SVC.fit"
    assert meaning(".shared.net.forward", "shop/data.py") == "function shop/models.py Net.forward"
    assert meaning("shop.shared.limit.fit") != "foreign sklearn.svm.SVC.fit"


def test_methods_are_found_on_the_class_then_on_its_bases() -> None:
    assert meaning("shop.models.Net.forward") == "function shop/models.py Net.forward"
    assert meaning("shop.models.Net.save") == "function shop/base.py Base.save"
    assert meaning("self.save", "shop/models.py", "Net.forward") == "function shop/base.py Base.save"
    assert meaning("super.save", "shop/models.py", "Net.forward") == "function shop/base.py Base.save"
    assert meaning("self.train", "shop/models.py", "Deep.__init__") == "foreign torch.nn.Module.train"
    assert meaning("self.nothing", "shop/models.py", "Net.forward") == "unknown"


def test_fields_and_results_have_the_class_of_their_annotation() -> None:
    assert meaning("self.helper.go", "shop/models.py", "Net.forward") == "function shop/models.py Helper.go"
    assert meaning("shop.train.build().forward") == "function shop/models.py Net.forward"
    assert meaning("shop.models.Settings.model_validate().helper.go") == "function shop/models.py Helper.go"
    assert meaning("shop.train.fit().go") == "unknown"


def test_what_belongs_to_others_keeps_its_full_name() -> None:
    assert meaning("pandas.read_csv") == "foreign pandas.read_csv"
    assert meaning("mlflow.pyfunc.load_model().predict") == "foreign mlflow.pyfunc.load_model().predict"
    assert meaning("print") == "foreign print"
    assert meaning("?.fit") == "unknown"


def test_an_imported_package_is_itself_whatever_else_of_it_is_imported() -> None:
    files = {
        "train.py": "import sagemaker\nimport sagemaker.session\nimport shop.data\nimport numpy.random as random\n"
        "from tqdm import tqdm\nfrom train import train\n",
        "shop/__init__.py": "",
        "shop/data.py": "def load(): ...\n",
        "shop/models.py": "def build(): ...\n",
    }
    found = Symbols({path: module(text, path) for path, text in files.items()}, ModuleFiles(files))
    assert found.resolve("train.py", "sagemaker.workflow.steps.TrainingStep") == Symbol(
        "foreign", "", "sagemaker.workflow.steps.TrainingStep"
    )
    assert found.resolve("train.py", "sagemaker.session.Session") == Symbol("foreign", "", "sagemaker.session.Session")
    assert found.resolve("train.py", "shop.data.load") == Symbol("function", "shop/data.py", "load")
    assert found.resolve("train.py", "shop.models.build") == Symbol("function", "shop/models.py", "build")
    assert found.resolve("train.py", "numpy.random.seed") == Symbol("foreign", "", "numpy.random.seed")
    assert found.resolve("train.py", "tqdm.tqdm") == Symbol("foreign", "", "tqdm.tqdm")
    assert found.resolve("train.py", "tqdm") == Symbol("foreign", "", "tqdm.tqdm")


def test_values_and_files_that_were_not_parsed_are_told_apart() -> None:
    assert meaning("shop.data.LIMIT") == "value shop/data.py LIMIT"
    assert meaning("shop.data.client.get") == "value shop/data.py client.get"
    assert meaning("shop.unread.clean") == "unread shop/unread.py clean"


def test_a_package_that_was_not_parsed_still_passes_names_on() -> None:
    modules = {"pkg/steps.py": module("def clean(): ..."), "run.py": module("from pkg import clean")}
    files = ModuleFiles([*modules, "pkg/__init__.py"])
    found = Symbols(modules, files, {"pkg/__init__.py": (".steps",)}).resolve("run.py", "pkg.clean")
    assert found == Symbol("function", "pkg/steps.py", "clean")


def test_of_what_such_a_package_imports_the_name_that_is_asked_for_is_meant() -> None:
    modules = {
        "pkg/names.py": module("def key(): ..."),
        "pkg/start.py": module("def run(): ..."),
        "job.py": module("from pkg import run"),
    }
    files = ModuleFiles([*modules, "pkg/__init__.py"])
    found = Symbols(modules, files, {"pkg/__init__.py": ("pkg.names.key", "pkg.start.run")})
    assert found.resolve("job.py", "pkg.run") == Symbol("function", "pkg/start.py", "run")
    assert found.resolve("job.py", "pkg.stop") == Symbol("unread", "pkg/__init__.py", "stop")


def test_a_package_may_bind_the_name_of_its_sub_module() -> None:
    modules = {
        "steps/__init__.py": module("from .train import train\n", "steps/__init__.py"),
        "steps/train.py": module("def train(): ...\ndef other(): ...\n"),
        "run.py": module("from steps import train\n"),
    }
    found = Symbols(modules, ModuleFiles(modules))
    assert found.resolve("run.py", "steps.train") == Symbol("function", "steps/train.py", "train")
    assert found.resolve("run.py", "steps.train.train") == Symbol("function", "steps/train.py", "train")
    assert found.resolve("steps/__init__.py", ".train.other") == Symbol("function", "steps/train.py", "other")


def test_a_function_may_have_the_name_of_the_module_that_it_imports_from() -> None:
    files = {
        "drift.py": "def report(): ...\n",
        "app.py": "from drift import report\nasync def drift():\n    return report()\n",
        "job.py": "import drift\ndef run(): ...\ndef other():\n    def report(): ...\n",
        "task.py": "from flow import run\ndef drift(): ...\n",
    }
    modules = {path: module(source, path) for path, source in files.items()}
    found = Symbols(modules, ModuleFiles(modules))
    assert found.resolve("app.py", "drift.report") == Symbol("function", "drift.py", "report")
    assert found.resolve("app.py", "drift.submit") == Symbol("function", "app.py", "drift")
    assert found.resolve("job.py", "other.report") == Symbol("function", "job.py", "other.report")
    assert found.resolve("task.py", "drift.report") == Symbol("function", "task.py", "drift")


def test_rings_end() -> None:
    assert meaning("shop.ring.thing") == "value shop/ring.py thing"
    assert meaning("shop.ring.Loop.method") == "value shop/ring.py Loop.method"


def test_an_annotation_names_one_class_or_none() -> None:
    assert [single(one) for one in ("Net", "Net | None", "typing.Optional[.m.Net]", "list[Net]", "A | B")] == [
        *("Net", "Net", ".m.Net", "?", "?")
    ]


@given(some.text(alphabet="ab.?()shopNet_ ", max_size=30))
def test_no_name_breaks_it(name: str) -> None:
    symbols().resolve("app.py", name, "Net.forward")
