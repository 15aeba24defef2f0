"""Which calls read, write and transform records, whatever object they are called on."""

from typing import Literal

from maturity.evidence.python.code import Code, Unit, foreign_name, text_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import SCORING, parts

DataKind = Literal["read", "write", "keep", "transform", "predict", "measure", ""]
"""`write` writes records; `keep` writes something that may be records (json, pickle)."""

_READ = (
    "read_csv read_parquet read_json read_excel read_table read_sql read_sql_query read_feather read_hdf "
    "read_pickle read_orc read_gbq read_text scan_csv scan_parquet load_dataset readtext load_from_disk "
    "loadtxt genfromtxt fromfile memmap get_files get_image_files ImageFolder imread DictReader "
    "urlretrieve download_file fetch_openml fetch_california_housing load_iris load_wine load_diabetes "
    "load_breast_cancer load_digits fetch_20newsgroups to_pandas_dataframe wholeTextFiles "
    "snapshot_download hf_hub_download read_ndjson get_historical_features to_dataframe read_delta "
    "extractall untar_data download_data download_url getFileStorage list_blobs read_data read_dataset "
    "ParquetFile ParquetDataset make_future_dataframe"
).split()
_WRITE = (
    "to_csv to_parquet to_feather to_hdf to_sql to_excel to_orc to_gbq to_json to_table save_to_disk "
    "tofile savez savez_compressed savetxt writerow writerows write_table saveAsTable write_parquet "
    "write_csv sink_parquet sink_csv TFRecordWriter imwrite copy2 copyfile copytree insertInto "
    "insert_rows_json insert_many bulk_write upload_from_dataframe write_dataset materialize write_delta "
    "write_ndjson insert_df load_table_from_dataframe to_delta push_to_hub write_data write_dataframe ParquetWriter"
).split()
_TRANSFORM = (
    "dropna fillna drop drop_duplicates merge groupby get_dummies astype rename assign pivot pivot_table "
    "sort_values reset_index concat to_datetime to_numeric melt resample rolling explode train_test_split "
    "random_split randomSplit KFold StratifiedKFold fit_transform apply map query withColumn "
    "withColumnRenamed with_columns filter sample encode encode_ordinary tokenize interpolate transform "
    "resize crop clip factorize map_batches unique array permutation shuffle cut qcut word_tokenize "
    "lemmatize stem sub normalize standardize agg aggregate join concatenate stack __setitem__"
).split()
_PREDICT = (
    "predict",
    "predict_proba",
    "batch_predict",
    "predict_batch",
    "predict_dataset",
    "predict_dataframe",
    "invoke_endpoint",
    "decision_function",
    "forecast",
    "predict_generator",
    "score_batch",
    "recommendForAllUsers",
    "recommend_all",
)
_MEASURE = (
    "evaluate",
    "classification_report",
    "confusion_matrix",
    "compute_metrics",
    "get_metrics",
    "cross_val_score",
)
METRICS = (
    "accuracy_score f1_score precision_score recall_score roc_auc_score mean_squared_error r2_score "
    "mean_absolute_error log_loss precision_recall_fscore_support average_precision_score roc_curve"
).split()
_BY_LAST: dict[str, DataKind] = {
    **dict.fromkeys(_TRANSFORM, "transform"),
    **dict.fromkeys(_READ, "read"),
    **dict.fromkeys(_WRITE, "write"),
    **dict.fromkeys(_PREDICT, "predict"),
    **dict.fromkeys((*_MEASURE, *METRICS), "measure"),
}
_BY_NAME: dict[str, DataKind] = {
    "numpy.load": "read",
    "torch.load": "read",
    "json.load": "read",
    "csv.reader": "read",
    "onnxruntime.InferenceSession.run": "predict",
    "requests.get": "read",
    "glob.glob": "read",
    "os.listdir": "read",
    "os.walk": "read",
    "numpy.save": "write",
    "shutil.copy": "write",
    "shutil.move": "write",
    "torch.save": "keep",
    "json.dump": "keep",
    "yaml.dump": "keep",
    "yaml.safe_dump": "keep",
    "pickle.dump": "keep",
    "joblib.dump": "keep",
    "csv.writer": "write",
    "csv.DictWriter": "write",
    "str.join": "",
    "os.path.join": "",
}
_ELSEWHERE = frozenset(("pyspark", "pymongo", "motor", "xgboost"))
_FORMATS = frozenset(("csv", "parquet", "json", "orc", "jdbc", "table", "save", "load", "text", "saveAsTable"))
TELLING = frozenset(
    (*_BY_LAST, *(name.rpartition(".")[2] for name in _BY_NAME), "open", *METRICS, *_FORMATS, "find", "DMatrix")
)
"""Last parts of all calls that do something with records."""
_TABLES = frozenset(("csv", "parquet", "df", "dataframe", "excel", "feather"))
_DEEDS: tuple[tuple[DataKind, frozenset[str]], ...] = (
    ("write", frozenset(("write", "save", "upload", "store", "export"))),
    ("read", frozenset(("read", "load", "fetch", "download"))),
)
"""Words of the names that projects give to what reads and writes their tables: `s3.upload_df_as_csv(rows)`."""
LIBRARIES = frozenset(
    (
        "pandas numpy polars pyspark dask datasets sklearn tensorflow torchvision modin cudf vaex duckdb "
        "pyarrow nltk spacy tiktoken transformers librosa cv2 PIL albumentations tensorflow_transform "
        "apache_beam ray fastai imblearn feature_engine woodwork geopandas xarray"
    ).split()
)
"""Libraries of records; a method such as `drop` counts only where one of them is imported."""


def kind_of(call: Call, name: str, unit: Unit) -> DataKind:
    """Tell what a call does with records."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name in ("open", "io.open", "codecs.open", "gzip.open") or (name.endswith(".open") and "?" in name):
        return _opened(call)
    top, _, rest = name.partition(".")
    if top in _ELSEWHERE or "pyspark" in unit.imports or ".write." in name or ".read." in name:
        other = _elsewhere(call, name, unit)
        if other:
            return other
    found = _BY_LAST.get(name.rpartition(".")[2], "")
    if not found or not rest:
        return found if found in ("predict", "measure") else ""
    if found == "transform" and top in ("?", "self") and unit.imports.isdisjoint(LIBRARIES):
        return ""
    if found == "transform" and top not in ("?", "self") and top not in LIBRARIES and top not in ("torch", "re"):
        return ""
    return found


def worded(last: str) -> DataKind:
    """Tell what a call of a project's own naming does with a table."""
    words = parts(last)
    if words.isdisjoint(_TABLES) and not {"data", "frame"} <= words:
        return ""
    return next((kind for kind, verbs in _DEEDS if words & verbs), "")


def _elsewhere(call: Call, name: str, unit: Unit) -> DataKind:
    """Tell what a call does with records in Spark, in a collection of MongoDB, or in a matrix read from a file."""
    owner, _, last = name.rpartition(".")
    if owner == "?" and last in ("save", "load") and "format" in unit.lasts and "pyspark" in unit.imports:
        return "write" if last == "save" else "read"  # of a session that was handed over
    if last in _FORMATS and ".write" in owner:
        return "write"
    if last in _FORMATS and ".read" in owner:
        return "read"
    if last == "transform" and (owner.endswith("Model.load()") or (owner == "?" and _scores(unit))):
        return "predict"
    if last in ("find", "aggregate") and name.startswith(("pymongo.", "motor.")):
        return "read"
    return "read" if last == "DMatrix" and call.arguments and text_of(call.arguments[0]) else ""


def _scores(unit: Unit) -> bool:
    """Tell whether a function of Spark is named for scoring: what it is given to transform records is a model."""
    return "pyspark" in unit.imports and bool(parts(unit.function.name) & SCORING)


def _opened(call: Call) -> DataKind:
    mode = text_of(call.keywords.get("mode")) or next((text_of(one) for one in call.arguments[1:2]), "")
    return "keep" if mode[:1] in ("w", "a", "x") else "read"


class Kinds:
    """What each function does with records, looked up once."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._known: dict[int, dict[DataKind, Call]] = {}
        self._files: dict[str, frozenset[DataKind]] = {}
        self._within: dict[tuple[str, int], frozenset[DataKind]] = {}

    def of(self, unit: Unit) -> dict[DataKind, Call]:
        """Return the first call of each kind in one function."""
        key = id(unit)
        if key not in self._known:
            kinds: dict[DataKind, Call] = {}
            for call, symbol in unit.ending(TELLING):
                kind = kind_of(call, foreign_name(call.name, symbol) or call.name.rpartition(".")[2], unit)
                if kind:
                    kinds.setdefault(kind, call)
            named = {last: kind for last in unit.lasts if last not in TELLING and (kind := worded(last))}
            for call, _ in unit.ending(frozenset(named)) if named else ():
                kinds.setdefault(named[call.name.rpartition(".")[2]], call)
            self._known[key] = kinds
        return self._known[key]

    def file(self, path: str) -> frozenset[DataKind]:
        """Return what the functions of a file do together: nothing near one of them does more."""
        if path not in self._files:
            self._files[path] = frozenset(kind for unit in self.code.units[path] for kind in self.of(unit))
        return self._files[path]

    def within(self, unit: Unit, depth: int) -> frozenset[DataKind]:
        """Return what a function and those that it runs do together, some calls deep; many callers ask for one."""
        key = unit.node, depth
        if key not in self._within:
            self._within[key] = frozenset(kind for one in self.code.around(unit, depth) for kind in self.of(one))
        return self._within[key]

    def near(self, unit: Unit) -> dict[DataKind, tuple[Unit, Call]]:
        """Return the first call of each kind in a function and those of its file that it calls."""
        found: dict[DataKind, tuple[Unit, Call]] = {}
        for one in self.code.near(unit):
            for kind, call in self.of(one).items():
                found.setdefault(kind, (one, call))
        return found
