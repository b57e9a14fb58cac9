"""The words that the guard knows: what a reading statement is made of, by engine."""

from __future__ import annotations

from typing import Literal

Engine = Literal["ladybug", "neo4j"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLAUSES = _words("MATCH OPTIONAL UNWIND WITH RETURN CALL")
"""The words that a query, or a subquery, begins with."""

KEYWORDS = CLAUSES | _words(
    "WHERE ORDER BY SKIP OFFSET LIMIT UNION ALL DISTINCT AS ASC ASCENDING DESC DESCENDING AND OR "
    "XOR NOT IN IS NULL TRUE FALSE STARTS ENDS CONTAINS CASE WHEN THEN ELSE END EXISTS COUNT "
    "COLLECT YIELD EXPLAIN PROFILE SHORTEST ANY NONE SINGLE"
)
"""The words of a query that reads, on both engines."""

OWN_KEYWORDS: dict[Engine, frozenset[str]] = {
    "ladybug": _words("LOGICAL HINT JOIN MULTI_JOIN TRAIL ACYCLIC WSHORTEST CAST"),
    "neo4j": _words(
        "USING INDEX SEEK SCAN JOIN ON TEXT RANGE POINT FROM BOTH LEADING TRAILING TYPED "
        "NORMALIZED NFC NFD NFKC NFKD PATH PATHS GROUP GROUPS LOCAL ZONED SIGNED PROPERTY VALUE "
        "LIST ARRAY FINISH REDUCE EXECUTABLE CURRENT USER REPEATABLE ELEMENTS DIFFERENT "
        "RELATIONSHIPS NULLS FIRST LAST"
    ),
}
"""More of them, by engine."""

OPERANDS = _words("NULL TRUE FALSE END")
"""Keywords that stand for a value, or end one."""

BEFORE_VALUES = _words("WITH RETURN UNWIND BY IN")
"""Keywords behind which nothing but a value can stand."""

WRITING = _words(
    "CREATE MERGE SET DELETE DETACH NODETACH REMOVE DROP FOREACH INSERT LOAD COPY EXPORT IMPORT "
    "ATTACH INSTALL UNINSTALL UPDATE FORCE USE ALTER GRANT DENY REVOKE START STOP TERMINATE RENAME "
    "ENABLE DEALLOCATE REALLOCATE DRYRUN BEGIN COMMIT ROLLBACK CHECKPOINT COMMENT ANALYZE SHOW "
    "PROJECT"
)
"""Words that begin what is not reading the graph; refused unless they can only be names."""

PROCEDURES: dict[Engine, frozenset[str]] = {
    "ladybug": _words(
        "show_tables table_info show_connection show_functions show_indexes show_macros "
        "show_sequences show_warnings show_loaded_extensions show_attached_databases show_graphs "
        "show_projected_graphs stats_info current_setting db_version catalog_version "
        "storage_version"
    ),
    "neo4j": _words(
        "db.labels db.relationshiptypes db.propertykeys db.info db.ping db.schema.visualization "
        "db.schema.nodetypeproperties db.schema.reltypeproperties db.index.fulltext.querynodes "
        "db.index.fulltext.queryrelationships db.index.fulltext.listavailableanalyzers "
        "db.index.vector.querynodes db.index.vector.queryrelationships dbms.components"
    ),
}
"""Procedures that only read, in small letters."""

FUNCTION_GROUPS = _words("date datetime time localdatetime localtime duration point vector")
"""What may stand before the dot of a Neo4j function; every function without a dot is built in."""

FUNCTIONS = _words(
    # what Ladybug 0.22 has, without NEXTVAL, CURRVAL, SETSEED, ERROR; with LPAD, RPAD, REPEAT
    "abs acos all any array_append array_cat array_concat array_contains array_cosine_similarity "
    "array_cross_product array_distance array_dot_product array_extract array_has array_indexof "
    "array_inner_product array_position array_prepend array_push_back array_push_front array_slice "
    "array_squared_distance array_value asin atan atan2 avg bitshift_left bitshift_right "
    "bitwise_and bitwise_or bitwise_xor blob cardinality cast cbrt ceil ceiling century coalesce "
    "collect concat concat_ws constant_or_null contains cos cot count count_if current_date "
    "current_timestamp date date_part date_trunc datepart datetrunc dayname decode degrees "
    "duration element_at encode end_node ends_with epoch_ms even floor gamma "
    "gen_random_uuid greatest hash histogram id ifnull initcap "
    "internal_id interval is_acyclic is_trail keys label labels last_day lcase least left length "
    "levenshtein lgamma list_any_value list_append list_cat list_concat "
    "list_contains list_creation list_distinct list_element list_extract list_filter list_has "
    "list_has_all list_has_any list_indexof list_max list_min list_position list_prepend "
    "list_product list_reduce list_reverse list_reverse_sort list_slice list_sort list_sum "
    "list_to_string list_transform list_unique ln log log10 log2 lower lpad ltrim make_date map "
    "map_extract map_keys map_values max md5 min monthname negate nodes none nullif "
    "octet_length offset percentilecont percentiledisc pi pow prefix properties radians random "
    "range regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace "
    "regexp_split_to_array relationships rels repeat replace reverse right round rowid rpad rtrim "
    "sha256 sign sin single size split_part sqrt start_node starts_with str_split string "
    "string_split string_to_array struct_extract struct_pack substr substring suffix sum tan "
    "time_bucket timestamp to_blob to_bool to_date to_days to_double to_epoch_ms to_float to_hours "
    "to_int128 to_int16 to_int32 to_int64 to_int8 to_interval to_milliseconds "
    "to_minutes to_months to_seconds to_serial to_string to_timestamp to_uint128 to_uint16 "
    "to_uint32 to_uint64 to_uint8 to_uuid to_years tolower toupper trim typeof ucase union_extract "
    "union_tag union_value upper uuid"
)
"""Ladybug's functions, in small letters; an extension may add others, which are not for guests."""

OTHER_FUNCTIONS = _words(
    "nextval currval setseed error read_csv read_csv_parallel read_csv_serial read_npy read_pandas "
    "read_parquet copy_csv copy_parquet file_info bm_info storage_info "
    "factorial to_microseconds cost equals not_equals greater_than greater_than_equals less_than "
    "less_than_equals"
)
"""What Ladybug has besides and is not for everyone. `factorial` goes on for ever, past every
deadline; what is behind it ends the process: for the smallest number, for a path, or for two nodes,
which ``=`` and the other signs compare."""

NEO4J_FUNCTIONS = {
    "tointeger": "to_int64",
    "tofloat": "to_double",
    "tostring": "to_string",
    "toboolean": "to_bool",
    "type": "label",
    "startnode": "start_node",
    "endnode": "end_node",
    "elementid": "id",
    "head": "list_extract(list, 1)",
    "last": "list_extract(list, -1)",
    "tail": "list_slice",
    "split": "string_split",
    "rand": "random",
    "randomuuid": "gen_random_uuid",
    "char_length": "size",
    "reduce": "list_reduce",
    "isempty": "size",
    "exp": "pow",
    "datetime": "timestamp",
    "localdatetime": "timestamp",
    "shortestpath": "-[* SHORTEST 1..5]-",
    "allshortestpaths": "-[* ALL SHORTEST 1..5]-",
}
"""What stands for a function of Neo4j's in Ladybug."""

OTHERWISE = {
    "SELECT": "MATCH … RETURN",
    "FROM": "MATCH (p:Paper)",
    "JOIN": "MATCH (a)-[:…]->(b)",
    "LIKE": "CONTAINS, STARTS WITH, ENDS WITH or =~",
    "ILIKE": "lower(…) CONTAINS, or =~ '(?i)…'",
    "HAVING": "WITH … AS x WHERE x",
    "GROUP": "RETURN a, count(*), which groups by a",
    "BETWEEN": ">= … AND … <=",
}
"""How Cypher says what another language has these words for."""

TYPES = _words("STRUCT DECIMAL MAP UNION")
"""Ladybug's types that have a bracket behind them."""

SHOWN = _words("INDEX INDEXES CONSTRAINT CONSTRAINTS FUNCTION FUNCTIONS PROCEDURE PROCEDURES")
"""What Neo4j's SHOW may show."""

SHOWN_KINDS = _words(
    "ALL FULLTEXT LOOKUP POINT RANGE TEXT VECTOR BUILT IN USER DEFINED NODE RELATIONSHIP REL "
    "UNIQUE UNIQUENESS KEY EXISTENCE EXIST PROPERTY TYPE"
)
"""What may stand between SHOW and what is shown."""

NO_PARAMETERS = frozenset(
    "ACYCLIC ALL AND ANY ASC ASCENDING CASE CAST COLUMN CREATE DBTYPE DEFAULT DESC DESCENDING"
    " DISTINCT ELSE END ENDS EXISTS FALSE GLOB GROUP HEADERS HINT IN INSTALL JOIN MACRO MULTI_JOIN"
    " NONE NOT NULL ON ONLY OPTIONAL OR ORDER PRIMARY PROFILE SHORTEST SINGLE STARTS TABLE THEN"
    " TRAIL TRUE UNION UNWIND WHEN WHERE WITH WSHORTEST XOR".split()
)
"""Words that Ladybug takes for no parameter's name but in backticks."""
