"""The grammar's tables, made by `python -m dsl.generate_tables`; `dsl.scanner` and `dsl.automaton` read them.

RULES has a line for each rule, STATES one for each state, first the start: `terminal action ...|symbol state ...`.
An action is the state to go to, or the complement of the number of the rule that is complete.
"""

SCANNER = '(?:\ufeff|#[^\n]*|[ \t\r\x0c]+)*(?:(?P<SIGN>\\.\\.\\.|!=|\\*\\*|\\->|\\.\\.|//|<=|==|>=|\\(|\\)|\\*|\\+|,|\\-|\\.|/|:|;|<|=|>|@|\\[|\\]|\\{|\\})|(?P<NAME>[A-Za-z_][A-Za-z0-9_]*)|(?P<NUMBER>[0-9][0-9_]*(?:\\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?%?)|(?P<STRING>"(?:[^"\\\\\n]|\\\\[^\n])*")|(?P<NEWLINE>(?:\r?\n[ \t\r\x0c]*(?:#[^\n]*)?)+)|(?P<END>\\Z)|(?P<UNKNOWN>[\\s\\S]))'
CONTINUES = '(?=->|[-+*\\/@<>]|[=!]=|(?:and|or|then|else|using|over)\\b(?![ \t]*(?:=(?!=)|:)))'
WORDS = {'import': ('IMPORT', ''), 'hyper': ('HYPER', ''), 'data': ('DATA', ''), 'block': ('BLOCK', ''), 'model': ('MODEL', ''), 'train': ('TRAIN', ''), 'evaluate': ('EVALUATE', ''), 'over': ('OVER', ''), 'using': ('USING', ''), 'in': ('IN', ''), 'then': ('THEN', ''), 'else': ('ELSE', ''), 'and': ('AND', ''), 'or': ('OR', ''), '_': ('UNDERSCORE', ''), 'let': ('LET', '(?=[ \t]+\\w|[ \t]*\\()'), 'weight': ('WEIGHT', '(?=[ \t]+\\w)'), 'def': ('DEF', '(?=[ \t]+\\w)'), 'split': ('SPLIT', '(?=[ \t]+\\w)'), 'show': ('SHOW', '(?=[ \t]+(?:[\\w"\\[({]|-(?!>)))'), 'minimize': ('MINIMIZE', '\\b(?![ \t]*(?:=(?!=)|:))'), 'not': ('NOT', '(?!\\w)(?=[ \t]*(?:[\\w"\\[({]|-(?!>)))'), 'if': ('IF', '\\b(?![ \t]*(?:=(?!=)|:))'), 'for': ('FOR', '\\b(?![ \t]*(?:=(?!=)|:))'), 'true': ('TRUE', '\\b(?![ \t]*=(?!=))'), 'false': ('FALSE', '\\b(?![ \t]*=(?!=))')}
SIGNS = {'->': 'ARROW', '**': 'POWER', '//': 'FLOOR', '==': 'EQUALS', '!=': 'DIFFERS', '<=': 'LE', '>=': 'GE', '<': 'LT', '>': 'GT', '+': 'PLUS', '-': 'MINUS', '*': 'STAR', '/': 'SLASH', '@': 'AT', '=': 'EQ', ':': 'COLON', ',': 'COMMA', ';': 'SEMICOLON', '...': 'ELLIPSIS', '..': 'RANGE', '.': 'DOT', '(': 'LPAR', ')': 'RPAR', '[': 'LSQB', ']': 'RSQB', '{': 'LBRACE', '}': 'RBRACE'}
END = 62
RULES = """\
start 1 =
start 1 =
start 1 =
start 1 =
start 1 =
start 1 =
start 1 =
start 1 =
import_ 2 import_
hyper 6 hyper
hyper 4 hyper 0 1 2 3 - -
data 5 data
data 4 data 0 1 2 3 -
block 5 block
block 5 block
block 4 block 0 1 2 - 3
block 4 block 0 1 2 - 3
block 4 block 0 1 - 2 3
block 4 block 0 1 - 2 3
block 3 block 0 1 - - 2
block 3 block 0 1 - - 2
model 5 model
model 5 model
model 4 model 0 1 2 - 3
model 4 model 0 1 2 - 3
model 4 model 0 1 - 2 3
model 4 model 0 1 - 2 3
model 3 model 0 1 - - 2
model 3 model 0 1 - - 2
train 4 train
train 3 train 0 1 - 2
train 3 train 0 - 1 2
train 2 train 0 - - 1
evaluate 3 evaluate
evaluate 2 evaluate 0 - 1
statement 1 =
statement 1 =
statement 1 =
statement 1 =
statement 1 =
statement 1 =
statement 1 =
statement 1 =
body 6 body 0 *1 2 *3 *4 5
body 5 body 0 *1 2 *3 4
body 5 body 0 *1 2 *3 4
body 4 body 0 *1 2 3
body 3 body 0 *1 - 2
body 5 body 0 1 *2 *3 4
body 4 body 0 1 *2 3
body 4 body 0 1 *2 3
body 3 body
body 2 body 0 - 1
result_of 2 result_of
_separators 1 + *0
let 4 let
let 8 let 0 1 2 *3 4 5 6 7
let 7 let 0 1 2 *3 4 5 6
let 7 let
let 6 let
target 1 target
weight 6 weight
def_ 5 def_
def_ 5 def_
def_ 4 def_ 0 1 2 - 3
def_ 4 def_ 0 1 2 - 3
split 3 split 0 1 *2
split 2 split
show 2 show
field 5 field
field 3 field 0 1 2 - -
expression_statement 1 expression_statement
minimize 3 minimize
minimize 5 minimize 0 1 2 3 *4
minimize 4 minimize
part 4 part 0 *1 2 3
part 3 part
using 2 part
parameters 5 parameters 0 1 *2 3 4
parameters 4 parameters 0 1 *2 3
parameters 4 parameters
parameters 3 parameters
parameters 2 parameters 0 - - 1
parameter 5 parameter
parameter 3 parameter 0 1 2 - -
parameter 3 parameter 0 - - 1 2
parameter 1 parameter 0 - - - -
result 2 result
type 1 =
type 1 =
tensor 1 bare_kind
tensor 2 tensor
tensor 1 tensor - 0
dimensions 5 dimensions 0 1 *2 3 4
dimensions 4 dimensions 0 1 *2 3
dimensions 4 dimensions
dimensions 3 dimensions
dimensions 2 dimensions 0 - - 1
dimension 1 =
dimension 1 =
dimension 1 =
dimension 1 =
any_dimension 1 any_dimension
rest_dimensions 1 rest_dimensions
ragged 3 ragged
record_type 5 record_type 0 1 *2 3 4
record_type 4 record_type 0 1 *2 3
record_type 4 record_type
record_type 3 record_type
type_field 3 type_field
expression 1 =
expression 1 =
expression 3 pipe
chain 1 =
chain 3 pipe
if_ 6 if_
disjunction 1 =
disjunction 3 binary
conjunction 1 =
conjunction 3 binary
negation 1 =
negation 2 unary
comparison 1 =
comparison 3 binary
comparison 3 binary
comparison 3 binary
comparison 3 binary
comparison 3 binary
comparison 3 binary
sum 1 =
sum 3 binary
sum 3 binary
product 1 =
product 3 binary
product 3 binary
product 3 binary
product 3 binary
negative 1 =
negative 2 unary
power 1 =
power 3 binary
postfix 1 =
postfix 1 =
postfix 1 =
postfix 1 =
call 2 call
attribute 3 attribute
index 6 index 0 1 2 *3 4 5
index 5 index 0 1 2 *3 4
index 5 index
index 4 index
index 6 index 0 1 2 *3 4 5
index 5 index 0 1 2 *3 4
index 5 index
index 4 index
slice 3 slice
slice 2 slice 0 1 -
slice 2 slice - 0 1
slice 1 slice - 0 -
arguments 5 arguments 0 1 *2 3 4
arguments 4 arguments 0 1 *2 3
arguments 4 arguments
arguments 3 arguments
arguments 2 arguments 0 - - 1
argument 1 argument
argument 1 argument
named 3 named
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
atom 1 =
number 1 number
string 1 string
boolean 1 boolean
boolean 1 boolean
name 1 name
list_of 5 list_of 0 1 *2 3 4
list_of 4 list_of 0 1 *2 3
list_of 4 list_of
list_of 3 list_of
list_of 2 list_of 0 - - 1
set_of 7 set_of 0 1 2 *3 4 5 6
set_of 6 set_of 0 1 2 *3 4 5
set_of 6 set_of 0 1 2 *3 4 5
set_of 5 set_of 0 1 2 *3 4
set_of 6 set_of
set_of 5 set_of
set_of 5 set_of
set_of 4 set_of
set_of 6 set_of 0 1 *2 3 4 5
set_of 5 set_of 0 1 *2 3 4
set_of 5 set_of 0 1 *2 3 4
set_of 4 set_of 0 1 *2 3
set_of 5 set_of
set_of 4 set_of
set_of 4 set_of
set_of 3 set_of
tuple_of 5 tuple_of 0 1 *2 3 4
tuple_of 4 tuple_of 0 1 *2 3
record_of 5 record_of 0 1 *2 3 4
record_of 4 record_of 0 1 *2 3
record_of 4 record_of
record_of 3 record_of
group 3 group
for_ 11 for_
for_ 10 for_
for_ 10 for_
for_ 9 for_
__body_star_0 2 + *0 1
__body_star_0 3 + *0 *1 2
___separators_plus_1 1 +
___separators_plus_1 1 +
___separators_plus_1 2 + *0 1
___separators_plus_1 2 + *0 1
__let_star_2 2 +
__let_star_2 3 + *0 1 2
__split_star_3 2 +
__split_star_3 3 + *0 1 2
__minimize_star_4 2 +
__minimize_star_4 3 + *0 1 2
__part_star_5 2 +
__part_star_5 3 + *0 1 2
__parameters_star_6 2 +
__parameters_star_6 3 + *0 1 2
__dimensions_star_7 2 +
__dimensions_star_7 3 + *0 1 2
__record_type_star_8 2 +
__record_type_star_8 3 + *0 1 2
__index_star_9 2 +
__index_star_9 2 +
__index_star_9 3 + *0 1 2
__index_star_9 3 + *0 1 2
__record_of_star_10 2 +
__record_of_star_10 3 + *0 1 2"""
STATES = """\
BLOCK 1 DATA 2 DEF 3 EVALUATE 4 FALSE 5 FOR 6 HYPER 7 IF 8 IMPORT 9 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 MODEL 16 NAME 17 NOT 18 NUMBER 19 SHOW 20 SPLIT 21 STRING 22 TRAIN 23 TRUE 24 WEIGHT 25|atom 26 attribute 27 block 28 boolean 29 call 30 chain 31 comparison 32 conjunction 33 data 34 def_ 35 disjunction 36 evaluate 37 expression 38 expression_statement 39 field 40 for_ 41 group 42 hyper 43 if_ 44 import_ 45 index 46 let 47 list_of 48 minimize 49 model 50 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 start 62 statement 63 string 64 sum 65 train 66 tuple_of 67 weight 68
NAME 69|
NAME 70|
NAME 71|
LBRACE 72 LPAR 73|arguments 74 body 75
$END -181 AND -181 ARROW -181 AT -181 COLON -181 COMMA -181 DIFFERS -181 DOT -181 ELSE -181 EQUALS -181 FLOOR -181 GE -181 GT -181 IN -181 LBRACE -181 LE -181 LPAR -181 LSQB -181 LT -181 MINUS -181 NEWLINE -181 OR -181 OVER -181 PLUS -181 POWER -181 RANGE -181 RBRACE -181 RPAR -181 RSQB -181 SEMICOLON -181 SLASH -181 STAR -181 THEN -181 USING -181|
NAME 76|
NAME 77|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 79 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
STRING 80|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 81 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 82 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
LPAR 83 NAME 84|target 85
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 87 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 88 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 89 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 90 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 91 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 92 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
NAME 93|
$END -182 AND -182 ARROW -182 AT -182 COLON 94 DIFFERS -182 DOT -182 EQUALS -182 FLOOR -182 GE -182 GT -182 LE -182 LPAR -182 LSQB -182 LT -182 MINUS -182 NEWLINE -182 OR -182 PLUS -182 POWER -182 RBRACE -182 SEMICOLON -182 SLASH -182 STAR -182|
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 comparison 32 for_ 41 group 42 index 46 list_of 48 name 51 negation 95 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -178 AND -178 ARROW -178 AT -178 COLON -178 COMMA -178 DIFFERS -178 DOT -178 ELSE -178 EQUALS -178 FLOOR -178 GE -178 GT -178 IN -178 LBRACE -178 LE -178 LPAR -178 LSQB -178 LT -178 MINUS -178 NEWLINE -178 OR -178 OVER -178 PLUS -178 POWER -178 RANGE -178 RBRACE -178 RPAR -178 RSQB -178 SEMICOLON -178 SLASH -178 STAR -178 THEN -178 USING -178|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 96 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 STRING 22 TRUE 24|argument 97 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -179 AND -179 ARROW -179 AT -179 COLON -179 COMMA -179 DIFFERS -179 DOT -179 ELSE -179 EQUALS -179 FLOOR -179 GE -179 GT -179 IN -179 LBRACE -179 LE -179 LPAR -179 LSQB -179 LT -179 MINUS -179 NEWLINE -179 OR -179 OVER -179 PLUS -179 POWER -179 RANGE -179 RBRACE -179 RPAR -179 RSQB -179 SEMICOLON -179 SLASH -179 STAR -179 THEN -179 USING -179|
LBRACE 72 LPAR 73 NAME 100|arguments 101 body 102
$END -180 AND -180 ARROW -180 AT -180 COLON -180 COMMA -180 DIFFERS -180 DOT -180 ELSE -180 EQUALS -180 FLOOR -180 GE -180 GT -180 IN -180 LBRACE -180 LE -180 LPAR -180 LSQB -180 LT -180 MINUS -180 NEWLINE -180 OR -180 OVER -180 PLUS -180 POWER -180 RANGE -180 RBRACE -180 RPAR -180 RSQB -180 SEMICOLON -180 SLASH -180 STAR -180 THEN -180 USING -180|
NAME 103|
$END -142 AND -142 ARROW -142 AT -142 COLON -142 COMMA -142 DIFFERS -142 DOT -142 ELSE -142 EQUALS -142 FLOOR -142 GE -142 GT -142 IN -142 LBRACE -142 LE -142 LPAR -142 LSQB -142 LT -142 MINUS -142 NEWLINE -142 OR -142 OVER -142 PLUS -142 POWER -142 RANGE -142 RBRACE -142 RPAR -142 RSQB -142 SEMICOLON -142 SLASH -142 STAR -142 THEN -142 USING -142|
$END -144 AND -144 ARROW -144 AT -144 COLON -144 COMMA -144 DIFFERS -144 DOT -144 ELSE -144 EQUALS -144 FLOOR -144 GE -144 GT -144 IN -144 LBRACE -144 LE -144 LPAR -144 LSQB -144 LT -144 MINUS -144 NEWLINE -144 OR -144 OVER -144 PLUS -144 POWER -144 RANGE -144 RBRACE -144 RPAR -144 RSQB -144 SEMICOLON -144 SLASH -144 STAR -144 THEN -144 USING -144|
$END -4|
$END -170 AND -170 ARROW -170 AT -170 COLON -170 COMMA -170 DIFFERS -170 DOT -170 ELSE -170 EQUALS -170 FLOOR -170 GE -170 GT -170 IN -170 LBRACE -170 LE -170 LPAR -170 LSQB -170 LT -170 MINUS -170 NEWLINE -170 OR -170 OVER -170 PLUS -170 POWER -170 RANGE -170 RBRACE -170 RPAR -170 RSQB -170 SEMICOLON -170 SLASH -170 STAR -170 THEN -170 USING -170|
$END -143 AND -143 ARROW -143 AT -143 COLON -143 COMMA -143 DIFFERS -143 DOT -143 ELSE -143 EQUALS -143 FLOOR -143 GE -143 GT -143 IN -143 LBRACE -143 LE -143 LPAR -143 LSQB -143 LT -143 MINUS -143 NEWLINE -143 OR -143 OVER -143 PLUS -143 POWER -143 RANGE -143 RBRACE -143 RPAR -143 RSQB -143 SEMICOLON -143 SLASH -143 STAR -143 THEN -143 USING -143|
$END -111 ARROW 104 COLON -111 COMMA -111 ELSE -111 IN -111 LBRACE -111 NEWLINE -111 OVER -111 RBRACE -111 RPAR -111 RSQB -111 SEMICOLON -111 THEN -111 USING -111|
$END -121 AND -121 ARROW -121 COLON -121 COMMA -121 ELSE -121 IN -121 LBRACE -121 NEWLINE -121 OR -121 OVER -121 RBRACE -121 RPAR -121 RSQB -121 SEMICOLON -121 THEN -121 USING -121|
$END -117 AND 105 ARROW -117 COLON -117 COMMA -117 ELSE -117 IN -117 LBRACE -117 NEWLINE -117 OR -117 OVER -117 RBRACE -117 RPAR -117 RSQB -117 SEMICOLON -117 THEN -117 USING -117|
$END -3|
$END -38 NEWLINE -38 RBRACE -38 SEMICOLON -38|
$END -114 ARROW -114 COLON -114 COMMA -114 ELSE -114 IN -114 LBRACE -114 NEWLINE -114 OR 106 OVER -114 RBRACE -114 RPAR -114 RSQB -114 SEMICOLON -114 THEN -114 USING -114|
$END -7|
$END -72 NEWLINE -72 RBRACE -72 SEMICOLON -72|
$END -43 NEWLINE -43 RBRACE -43 SEMICOLON -43|
$END -42 NEWLINE -42 RBRACE -42 SEMICOLON -42|
$END -177 AND -177 ARROW -177 AT -177 COLON -177 COMMA -177 DIFFERS -177 DOT -177 ELSE -177 EQUALS -177 FLOOR -177 GE -177 GT -177 IN -177 LBRACE -177 LE -177 LPAR -177 LSQB -177 LT -177 MINUS -177 NEWLINE -177 OR -177 OVER -177 PLUS -177 POWER -177 RANGE -177 RBRACE -177 RPAR -177 RSQB -177 SEMICOLON -177 SLASH -177 STAR -177 THEN -177 USING -177|
$END -176 AND -176 ARROW -176 AT -176 COLON -176 COMMA -176 DIFFERS -176 DOT -176 ELSE -176 EQUALS -176 FLOOR -176 GE -176 GT -176 IN -176 LBRACE -176 LE -176 LPAR -176 LSQB -176 LT -176 MINUS -176 NEWLINE -176 OR -176 OVER -176 PLUS -176 POWER -176 RANGE -176 RBRACE -176 RPAR -176 RSQB -176 SEMICOLON -176 SLASH -176 STAR -176 THEN -176 USING -176|
$END -2|
$END -112 COLON -112 COMMA -112 ELSE -112 IN -112 LBRACE -112 NEWLINE -112 OVER -112 RBRACE -112 RPAR -112 RSQB -112 SEMICOLON -112 THEN -112 USING -112|
$END -1|
$END -145 AND -145 ARROW -145 AT -145 COLON -145 COMMA -145 DIFFERS -145 DOT -145 ELSE -145 EQUALS -145 FLOOR -145 GE -145 GT -145 IN -145 LBRACE -145 LE -145 LPAR -145 LSQB -145 LT -145 MINUS -145 NEWLINE -145 OR -145 OVER -145 PLUS -145 POWER -145 RANGE -145 RBRACE -145 RPAR -145 RSQB -145 SEMICOLON -145 SLASH -145 STAR -145 THEN -145 USING -145|
$END -36 NEWLINE -36 RBRACE -36 SEMICOLON -36|
$END -172 AND -172 ARROW -172 AT -172 COLON -172 COMMA -172 DIFFERS -172 DOT -172 ELSE -172 EQUALS -172 FLOOR -172 GE -172 GT -172 IN -172 LBRACE -172 LE -172 LPAR -172 LSQB -172 LT -172 MINUS -172 NEWLINE -172 OR -172 OVER -172 PLUS -172 POWER -172 RANGE -172 RBRACE -172 RPAR -172 RSQB -172 SEMICOLON -172 SLASH -172 STAR -172 THEN -172 USING -172|
$END -39 NEWLINE -39 RBRACE -39 SEMICOLON -39|
$END -5|
$END -171 AND -171 ARROW -171 AT -171 COLON -171 COMMA -171 DIFFERS -171 DOT -171 ELSE -171 EQUALS -171 FLOOR -171 GE -171 GT -171 IN -171 LBRACE -171 LE -171 LPAR -171 LSQB -171 LT -171 MINUS -171 NEWLINE -171 OR -171 OVER -171 PLUS -171 POWER -171 RANGE -171 RBRACE -171 RPAR -171 RSQB -171 SEMICOLON -171 SLASH -171 STAR -171 THEN -171 USING -171|
$END -119 AND -119 ARROW -119 COLON -119 COMMA -119 ELSE -119 IN -119 LBRACE -119 NEWLINE -119 OR -119 OVER -119 RBRACE -119 RPAR -119 RSQB -119 SEMICOLON -119 THEN -119 USING -119|
$END -133 AND -133 ARROW -133 AT -133 COLON -133 COMMA -133 DIFFERS -133 ELSE -133 EQUALS -133 FLOOR -133 GE -133 GT -133 IN -133 LBRACE -133 LE -133 LT -133 MINUS -133 NEWLINE -133 OR -133 OVER -133 PLUS -133 RANGE -133 RBRACE -133 RPAR -133 RSQB -133 SEMICOLON -133 SLASH -133 STAR -133 THEN -133 USING -133|
$END -168 AND -168 ARROW -168 AT -168 COLON -168 COMMA -168 DIFFERS -168 DOT -168 ELSE -168 EQUALS -168 FLOOR -168 GE -168 GT -168 IN -168 LBRACE -168 LE -168 LPAR -168 LSQB -168 LT -168 MINUS -168 NEWLINE -168 OR -168 OVER -168 PLUS -168 POWER -168 RANGE -168 RBRACE -168 RPAR -168 RSQB -168 SEMICOLON -168 SLASH -168 STAR -168 THEN -168 USING -168|
$END -140 AND -140 ARROW -140 AT -140 COLON -140 COMMA -140 DIFFERS -140 DOT 107 ELSE -140 EQUALS -140 FLOOR -140 GE -140 GT -140 IN -140 LBRACE -140 LE -140 LPAR 73 LSQB 108 LT -140 MINUS -140 NEWLINE -140 OR -140 OVER -140 PLUS -140 POWER 109 RANGE -140 RBRACE -140 RPAR -140 RSQB -140 SEMICOLON -140 SLASH -140 STAR -140 THEN -140 USING -140|arguments 110
$END -138 AND -138 ARROW -138 AT -138 COLON -138 COMMA -138 DIFFERS -138 ELSE -138 EQUALS -138 FLOOR -138 GE -138 GT -138 IN -138 LBRACE -138 LE -138 LT -138 MINUS -138 NEWLINE -138 OR -138 OVER -138 PLUS -138 RANGE -138 RBRACE -138 RPAR -138 RSQB -138 SEMICOLON -138 SLASH -138 STAR -138 THEN -138 USING -138|
$END -130 AND -130 ARROW -130 AT 111 COLON -130 COMMA -130 DIFFERS -130 ELSE -130 EQUALS -130 FLOOR 112 GE -130 GT -130 IN -130 LBRACE -130 LE -130 LT -130 MINUS -130 NEWLINE -130 OR -130 OVER -130 PLUS -130 RANGE -130 RBRACE -130 RPAR -130 RSQB -130 SEMICOLON -130 SLASH 113 STAR 114 THEN -130 USING -130|
$END -175 AND -175 ARROW -175 AT -175 COLON -175 COMMA -175 DIFFERS -175 DOT -175 ELSE -175 EQUALS -175 FLOOR -175 GE -175 GT -175 IN -175 LBRACE -175 LE -175 LPAR -175 LSQB -175 LT -175 MINUS -175 NEWLINE -175 OR -175 OVER -175 PLUS -175 POWER -175 RANGE -175 RBRACE -175 RPAR -175 RSQB -175 SEMICOLON -175 SLASH -175 STAR -175 THEN -175 USING -175|
$END -173 AND -173 ARROW -173 AT -173 COLON -173 COMMA -173 DIFFERS -173 DOT -173 ELSE -173 EQUALS -173 FLOOR -173 GE -173 GT -173 IN -173 LBRACE -173 LE -173 LPAR -173 LSQB -173 LT -173 MINUS -173 NEWLINE -173 OR -173 OVER -173 PLUS -173 POWER -173 RANGE -173 RBRACE -173 RPAR -173 RSQB -173 SEMICOLON -173 SLASH -173 STAR -173 THEN -173 USING -173|
$END -41 NEWLINE -41 RBRACE -41 SEMICOLON -41|
$END -40 NEWLINE -40 RBRACE -40 SEMICOLON -40|
|
$END -8|
$END -169 AND -169 ARROW -169 AT -169 COLON -169 COMMA -169 DIFFERS -169 DOT -169 ELSE -169 EQUALS -169 FLOOR -169 GE -169 GT -169 IN -169 LBRACE -169 LE -169 LPAR -169 LSQB -169 LT -169 MINUS -169 NEWLINE -169 OR -169 OVER -169 PLUS -169 POWER -169 RANGE -169 RBRACE -169 RPAR -169 RSQB -169 SEMICOLON -169 SLASH -169 STAR -169 THEN -169 USING -169|
$END -123 AND -123 ARROW -123 COLON -123 COMMA -123 DIFFERS 115 ELSE -123 EQUALS 116 GE 117 GT 118 IN -123 LBRACE -123 LE 119 LT 120 MINUS 121 NEWLINE -123 OR -123 OVER -123 PLUS 122 RBRACE -123 RPAR -123 RSQB -123 SEMICOLON -123 THEN -123 USING -123|
$END -6|
$END -174 AND -174 ARROW -174 AT -174 COLON -174 COMMA -174 DIFFERS -174 DOT -174 ELSE -174 EQUALS -174 FLOOR -174 GE -174 GT -174 IN -174 LBRACE -174 LE -174 LPAR -174 LSQB -174 LT -174 MINUS -174 NEWLINE -174 OR -174 OVER -174 PLUS -174 POWER -174 RANGE -174 RBRACE -174 RPAR -174 RSQB -174 SEMICOLON -174 SLASH -174 STAR -174 THEN -174 USING -174|
$END -37 NEWLINE -37 RBRACE -37 SEMICOLON -37|
ARROW 123 EQ 124 LBRACE 72 LPAR 125|body 126 parameters 127 result 128 result_of 129
EQ 130|
LPAR 125|parameters 131
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NEWLINE 132 NOT 18 NUMBER 19 RBRACE 133 SEMICOLON 134 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|___separators_plus_1 135 _separators 136 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 137 string 64 sum 65 tuple_of 67 weight 68
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 RPAR 138 STRING 22 TRUE 24|argument 139 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
LBRACE 72|body 140
$END -35|
IN 141|
EQ 142|
$END -182 AND -182 ARROW -182 AT -182 COLON -182 COMMA -182 DIFFERS -182 DOT -182 ELSE -182 EQUALS -182 FLOOR -182 GE -182 GT -182 IN -182 LBRACE -182 LE -182 LPAR -182 LSQB -182 LT -182 MINUS -182 NEWLINE -182 OR -182 OVER -182 PLUS -182 POWER -182 RANGE -182 RBRACE -182 RPAR -182 RSQB -182 SEMICOLON -182 SLASH -182 STAR -182 THEN -182 USING -182|
THEN 143|
$END -9|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 144 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COMMA 145 NEWLINE 146 RBRACE 147|__part_star_5 148
NAME 84|target 149
COMMA -61 EQ -61 RPAR -61|
EQ 150|
$END -182 AND -182 ARROW -182 AT -182 COMMA -182 DIFFERS -182 DOT -182 EQ 151 EQUALS -182 FLOOR -182 GE -182 GT -182 LE -182 LPAR -182 LSQB -182 LT -182 MINUS -182 NEWLINE -182 OR -182 PLUS -182 POWER -182 RBRACE -182 RPAR -182 SEMICOLON -182 SLASH -182 STAR -182|
COMMA 152 RPAR 153|__part_star_5 154
COMMA 155 RPAR 156|__record_of_star_10 157
$END -187 AND -187 ARROW -187 AT -187 COLON -187 COMMA -187 DIFFERS -187 DOT -187 ELSE -187 EQUALS -187 FLOOR -187 GE -187 GT -187 IN -187 LBRACE -187 LE -187 LPAR -187 LSQB -187 LT -187 MINUS -187 NEWLINE -187 OR -187 OVER -187 PLUS -187 POWER -187 RANGE -187 RBRACE -187 RPAR -187 RSQB -187 SEMICOLON -187 SLASH -187 STAR -187 THEN -187 USING -187|
COMMA 158 RSQB 159|__part_star_5 160
OVER 161 USING 162|using 163
$END -139 AND -139 ARROW -139 AT -139 COLON -139 COMMA -139 DIFFERS -139 ELSE -139 EQUALS -139 FLOOR -139 GE -139 GT -139 IN -139 LBRACE -139 LE -139 LT -139 MINUS -139 NEWLINE -139 OR -139 OVER -139 PLUS -139 RANGE -139 RBRACE -139 RPAR -139 RSQB -139 SEMICOLON -139 SLASH -139 STAR -139 THEN -139 USING -139|
ARROW 123 EQ 124 LBRACE 72 LPAR 125|body 164 parameters 165 result 166 result_of 167
LPAR 168 LSQB 169 NAME 170|dimensions 171 record_type 172 tensor 173 type 174
$END -122 AND -122 ARROW -122 COLON -122 COMMA -122 ELSE -122 IN -122 LBRACE -122 NEWLINE -122 OR -122 OVER -122 RBRACE -122 RPAR -122 RSQB -122 SEMICOLON -122 THEN -122 USING -122|
$END -69 NEWLINE -69 RBRACE -69 SEMICOLON -69|
$END -68 COMMA 175 NEWLINE -68 RBRACE -68 SEMICOLON -68|__split_star_3 176
$END -165 COMMA -165 NEWLINE -165 RBRACE -165 RPAR -165 SEMICOLON -165|
$END -166 COMMA -166 NEWLINE -166 RBRACE -166 RPAR -166 SEMICOLON -166|
LBRACE 72 LPAR 73|arguments 177 body 178
LBRACE 72|body 179
$END -33|
COLON 180|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 comparison 32 conjunction 33 disjunction 181 for_ 41 group 42 if_ 182 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 comparison 32 for_ 41 group 42 index 46 list_of 48 name 51 negation 183 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 comparison 32 conjunction 184 for_ 41 group 42 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
NAME 185|
COLON 186 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 187 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 slice 188 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 189 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
$END -146 AND -146 ARROW -146 AT -146 COLON -146 COMMA -146 DIFFERS -146 DOT -146 ELSE -146 EQUALS -146 FLOOR -146 GE -146 GT -146 IN -146 LBRACE -146 LE -146 LPAR -146 LSQB -146 LT -146 MINUS -146 NEWLINE -146 OR -146 OVER -146 PLUS -146 POWER -146 RANGE -146 RBRACE -146 RPAR -146 RSQB -146 SEMICOLON -146 SLASH -146 STAR -146 THEN -146 USING -146|
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 190 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 191 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 192 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 193 number 54 postfix 55 power 56 record_of 58 set_of 59 string 64 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 194 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 195 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 196 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 197 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 198 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 199 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 200 record_of 58 set_of 59 string 64 tuple_of 67
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 201 record_of 58 set_of 59 string 64 tuple_of 67
LPAR 168 LSQB 169 NAME 170|dimensions 171 record_type 172 tensor 173 type 202
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 203 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
NAME 204 RPAR 205|parameter 206
$END -21|
ARROW 123 EQ 124 LBRACE 72|body 207 result 208 result_of 209
EQ 124 LBRACE 72|body 210 result_of 211
$END -20|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 212 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
ARROW 123 EQ 124 LBRACE 72|body 213 result 214 result_of 215
DEF -217 FALSE -217 FOR -217 IF -217 LBRACE -217 LET -217 LPAR -217 LSQB -217 MINIMIZE -217 MINUS -217 NAME -217 NEWLINE -217 NOT -217 NUMBER -217 RBRACE -217 SEMICOLON -217 SHOW -217 SPLIT -217 STRING -217 TRUE -217 WEIGHT -217|
$END -53 NEWLINE -53 RBRACE -53 SEMICOLON -53|
DEF -218 FALSE -218 FOR -218 IF -218 LBRACE -218 LET -218 LPAR -218 LSQB -218 MINIMIZE -218 MINUS -218 NAME -218 NEWLINE -218 NOT -218 NUMBER -218 RBRACE -218 SEMICOLON -218 SHOW -218 SPLIT -218 STRING -218 TRUE -218 WEIGHT -218|
DEF -55 FALSE -55 FOR -55 IF -55 LBRACE -55 LET -55 LPAR -55 LSQB -55 MINIMIZE -55 MINUS -55 NAME -55 NEWLINE 216 NOT -55 NUMBER -55 RBRACE -55 SEMICOLON 217 SHOW -55 SPLIT -55 STRING -55 TRUE -55 WEIGHT -55|
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NOT 18 NUMBER 19 RBRACE 218 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 219 string 64 sum 65 tuple_of 67 weight 68
NEWLINE 132 RBRACE 220 SEMICOLON 134|___separators_plus_1 135 __body_star_0 221 _separators 222
$END -164 AND -164 ARROW -164 AT -164 COLON -164 COMMA -164 DIFFERS -164 DOT -164 ELSE -164 EQUALS -164 FLOOR -164 GE -164 GT -164 IN -164 LBRACE -164 LE -164 LPAR -164 LSQB -164 LT -164 MINUS -164 NEWLINE -164 OR -164 OVER -164 PLUS -164 POWER -164 RANGE -164 RBRACE -164 RPAR -164 RSQB -164 SEMICOLON -164 SLASH -164 STAR -164 THEN -164 USING -164|
COMMA 223 RPAR 224|__split_star_3 225
$END -34|
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 226 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 227 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 228 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COMMA 229 NEWLINE 230 RBRACE 231|__part_star_5 232
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 233 NOT 18 NUMBER 19 RBRACE 234 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 235 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
RBRACE 236|
$END -203 AND -203 ARROW -203 AT -203 COLON -203 COMMA -203 DIFFERS -203 DOT -203 ELSE -203 EQUALS -203 FLOOR -203 GE -203 GT -203 IN -203 LBRACE -203 LE -203 LPAR -203 LSQB -203 LT -203 MINUS -203 NEWLINE -203 OR -203 OVER -203 PLUS -203 POWER -203 RANGE -203 RBRACE -203 RPAR -203 RSQB -203 SEMICOLON -203 SLASH -203 STAR -203 THEN -203 USING -203|
COMMA 237 NEWLINE 238 RBRACE 239|
COMMA 240 RPAR 241|__let_star_2 242
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 243 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 244 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 235 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -210 AND -210 ARROW -210 AT -210 COLON -210 COMMA -210 DIFFERS -210 DOT -210 ELSE -210 EQUALS -210 FLOOR -210 GE -210 GT -210 IN -210 LBRACE -210 LE -210 LPAR -210 LSQB -210 LT -210 MINUS -210 NEWLINE -210 OR -210 OVER -210 PLUS -210 POWER -210 RANGE -210 RBRACE -210 RPAR -210 RSQB -210 SEMICOLON -210 SLASH -210 STAR -210 THEN -210 USING -210|
COMMA 245 RPAR 246|
NAME 247 RPAR 248|named 249
$END -209 AND -209 ARROW -209 AT -209 COLON -209 COMMA -209 DIFFERS -209 DOT -209 ELSE -209 EQUALS -209 FLOOR -209 GE -209 GT -209 IN -209 LBRACE -209 LE -209 LPAR -209 LSQB -209 LT -209 MINUS -209 NEWLINE -209 OR -209 OVER -209 PLUS -209 POWER -209 RANGE -209 RBRACE -209 RPAR -209 RSQB -209 SEMICOLON -209 SLASH -209 STAR -209 THEN -209 USING -209|
COMMA 250 RPAR 251|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 252 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 235 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -186 AND -186 ARROW -186 AT -186 COLON -186 COMMA -186 DIFFERS -186 DOT -186 ELSE -186 EQUALS -186 FLOOR -186 GE -186 GT -186 IN -186 LBRACE -186 LE -186 LPAR -186 LSQB -186 LT -186 MINUS -186 NEWLINE -186 OR -186 OVER -186 PLUS -186 POWER -186 RANGE -186 RBRACE -186 RPAR -186 RSQB -186 SEMICOLON -186 SLASH -186 STAR -186 THEN -186 USING -186|
COMMA 253 RSQB 254|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 255 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 part 256 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 257 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -73 NEWLINE -73 RBRACE -73 SEMICOLON -73|
$END -29|
ARROW 123 EQ 124 LBRACE 72|body 258 result 259 result_of 260
EQ 124 LBRACE 72|body 261 result_of 262
$END -28|
NAME 263|type_field 264
ELLIPSIS 265 FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 266 NUMBER 19 RSQB 267 STRING 22 TRUE 24 UNDERSCORE 268|any_dimension 269 atom 26 attribute 27 boolean 29 call 30 dimension 270 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 ragged 271 record_of 58 rest_dimensions 272 set_of 59 string 64 sum 273 tuple_of 67
$END -91 COMMA -91 EQ -91 LBRACE -91 LSQB 169 NEWLINE -91 RBRACE -91 RPAR -91 SEMICOLON -91|dimensions 274
$END -93 COMMA -93 EQ -93 LBRACE -93 NEWLINE -93 RBRACE -93 RPAR -93 SEMICOLON -93|
$END -90 COMMA -90 EQ -90 LBRACE -90 NEWLINE -90 RBRACE -90 RPAR -90 SEMICOLON -90|
$END -89 COMMA -89 EQ -89 LBRACE -89 NEWLINE -89 RBRACE -89 RPAR -89 SEMICOLON -89|
$END -71 EQ 275 NEWLINE -71 RBRACE -71 SEMICOLON -71|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 STRING 22 TRUE 24|argument 276 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -67 COMMA 277 NEWLINE -67 RBRACE -67 SEMICOLON -67|
LBRACE 72|body 278
$END -31|
$END -32|
LPAR 168 LSQB 169 NAME 170|dimensions 171 record_type 172 tensor 173 type 279
$END -115 ARROW -115 COLON -115 COMMA -115 ELSE -115 IN -115 LBRACE -115 NEWLINE -115 OR 106 OVER -115 RBRACE -115 RPAR -115 RSQB -115 SEMICOLON -115 THEN -115 USING -115|
$END -113 COLON -113 COMMA -113 ELSE -113 IN -113 LBRACE -113 NEWLINE -113 OVER -113 RBRACE -113 RPAR -113 RSQB -113 SEMICOLON -113 THEN -113 USING -113|
$END -120 AND -120 ARROW -120 COLON -120 COMMA -120 ELSE -120 IN -120 LBRACE -120 NEWLINE -120 OR -120 OVER -120 RBRACE -120 RPAR -120 RSQB -120 SEMICOLON -120 THEN -120 USING -120|
$END -118 AND 105 ARROW -118 COLON -118 COMMA -118 ELSE -118 IN -118 LBRACE -118 NEWLINE -118 OR -118 OVER -118 RBRACE -118 RPAR -118 RSQB -118 SEMICOLON -118 THEN -118 USING -118|
$END -147 AND -147 ARROW -147 AT -147 COLON -147 COMMA -147 DIFFERS -147 DOT -147 ELSE -147 EQUALS -147 FLOOR -147 GE -147 GT -147 IN -147 LBRACE -147 LE -147 LPAR -147 LSQB -147 LT -147 MINUS -147 NEWLINE -147 OR -147 OVER -147 PLUS -147 POWER -147 RANGE -147 RBRACE -147 RPAR -147 RSQB -147 SEMICOLON -147 SLASH -147 STAR -147 THEN -147 USING -147|
COMMA -159 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB -159 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 280 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COLON 281 COMMA 282 RSQB 283|__index_star_9 284
COMMA 285 RSQB 286|__index_star_9 287
$END -141 AND -141 ARROW -141 AT -141 COLON -141 COMMA -141 DIFFERS -141 ELSE -141 EQUALS -141 FLOOR -141 GE -141 GT -141 IN -141 LBRACE -141 LE -141 LT -141 MINUS -141 NEWLINE -141 OR -141 OVER -141 PLUS -141 RANGE -141 RBRACE -141 RPAR -141 RSQB -141 SEMICOLON -141 SLASH -141 STAR -141 THEN -141 USING -141|
$END -137 AND -137 ARROW -137 AT -137 COLON -137 COMMA -137 DIFFERS -137 ELSE -137 EQUALS -137 FLOOR -137 GE -137 GT -137 IN -137 LBRACE -137 LE -137 LT -137 MINUS -137 NEWLINE -137 OR -137 OVER -137 PLUS -137 RANGE -137 RBRACE -137 RPAR -137 RSQB -137 SEMICOLON -137 SLASH -137 STAR -137 THEN -137 USING -137|
$END -136 AND -136 ARROW -136 AT -136 COLON -136 COMMA -136 DIFFERS -136 ELSE -136 EQUALS -136 FLOOR -136 GE -136 GT -136 IN -136 LBRACE -136 LE -136 LT -136 MINUS -136 NEWLINE -136 OR -136 OVER -136 PLUS -136 RANGE -136 RBRACE -136 RPAR -136 RSQB -136 SEMICOLON -136 SLASH -136 STAR -136 THEN -136 USING -136|
$END -135 AND -135 ARROW -135 AT -135 COLON -135 COMMA -135 DIFFERS -135 ELSE -135 EQUALS -135 FLOOR -135 GE -135 GT -135 IN -135 LBRACE -135 LE -135 LT -135 MINUS -135 NEWLINE -135 OR -135 OVER -135 PLUS -135 RANGE -135 RBRACE -135 RPAR -135 RSQB -135 SEMICOLON -135 SLASH -135 STAR -135 THEN -135 USING -135|
$END -134 AND -134 ARROW -134 AT -134 COLON -134 COMMA -134 DIFFERS -134 ELSE -134 EQUALS -134 FLOOR -134 GE -134 GT -134 IN -134 LBRACE -134 LE -134 LT -134 MINUS -134 NEWLINE -134 OR -134 OVER -134 PLUS -134 RANGE -134 RBRACE -134 RPAR -134 RSQB -134 SEMICOLON -134 SLASH -134 STAR -134 THEN -134 USING -134|
$END -125 AND -125 ARROW -125 COLON -125 COMMA -125 ELSE -125 IN -125 LBRACE -125 MINUS 121 NEWLINE -125 OR -125 OVER -125 PLUS 122 RBRACE -125 RPAR -125 RSQB -125 SEMICOLON -125 THEN -125 USING -125|
$END -124 AND -124 ARROW -124 COLON -124 COMMA -124 ELSE -124 IN -124 LBRACE -124 MINUS 121 NEWLINE -124 OR -124 OVER -124 PLUS 122 RBRACE -124 RPAR -124 RSQB -124 SEMICOLON -124 THEN -124 USING -124|
$END -129 AND -129 ARROW -129 COLON -129 COMMA -129 ELSE -129 IN -129 LBRACE -129 MINUS 121 NEWLINE -129 OR -129 OVER -129 PLUS 122 RBRACE -129 RPAR -129 RSQB -129 SEMICOLON -129 THEN -129 USING -129|
$END -128 AND -128 ARROW -128 COLON -128 COMMA -128 ELSE -128 IN -128 LBRACE -128 MINUS 121 NEWLINE -128 OR -128 OVER -128 PLUS 122 RBRACE -128 RPAR -128 RSQB -128 SEMICOLON -128 THEN -128 USING -128|
$END -127 AND -127 ARROW -127 COLON -127 COMMA -127 ELSE -127 IN -127 LBRACE -127 MINUS 121 NEWLINE -127 OR -127 OVER -127 PLUS 122 RBRACE -127 RPAR -127 RSQB -127 SEMICOLON -127 THEN -127 USING -127|
$END -126 AND -126 ARROW -126 COLON -126 COMMA -126 ELSE -126 IN -126 LBRACE -126 MINUS 121 NEWLINE -126 OR -126 OVER -126 PLUS 122 RBRACE -126 RPAR -126 RSQB -126 SEMICOLON -126 THEN -126 USING -126|
$END -132 AND -132 ARROW -132 AT 111 COLON -132 COMMA -132 DIFFERS -132 ELSE -132 EQUALS -132 FLOOR 112 GE -132 GT -132 IN -132 LBRACE -132 LE -132 LT -132 MINUS -132 NEWLINE -132 OR -132 OVER -132 PLUS -132 RANGE -132 RBRACE -132 RPAR -132 RSQB -132 SEMICOLON -132 SLASH 113 STAR 114 THEN -132 USING -132|
$END -131 AND -131 ARROW -131 AT 111 COLON -131 COMMA -131 DIFFERS -131 ELSE -131 EQUALS -131 FLOOR 112 GE -131 GT -131 IN -131 LBRACE -131 LE -131 LT -131 MINUS -131 NEWLINE -131 OR -131 OVER -131 PLUS -131 RANGE -131 RBRACE -131 RPAR -131 RSQB -131 SEMICOLON -131 SLASH 113 STAR 114 THEN -131 USING -131|
EQ -88 LBRACE -88|
$END -54 NEWLINE -54 RBRACE -54 SEMICOLON -54|
COLON 288 COMMA -87 EQ 289 RPAR -87|
ARROW -83 EQ -83 LBRACE -83|
COMMA 290 RPAR 291|__parameters_star_6 292
$END -17|
EQ 124 LBRACE 72|body 293 result_of 294
$END -16|
$END -19|
$END -18|
$END -13 LBRACE 72|body 295
$END -66 NEWLINE -66 RBRACE -66 SEMICOLON -66|
EQ 124 LBRACE 72|body 296 result_of 297
$END -65 NEWLINE -65 RBRACE -65 SEMICOLON -65|
DEF -219 FALSE -219 FOR -219 IF -219 LBRACE -219 LET -219 LPAR -219 LSQB -219 MINIMIZE -219 MINUS -219 NAME -219 NEWLINE -219 NOT -219 NUMBER -219 RBRACE -219 SEMICOLON -219 SHOW -219 SPLIT -219 STRING -219 TRUE -219 WEIGHT -219|
DEF -220 FALSE -220 FOR -220 IF -220 LBRACE -220 LET -220 LPAR -220 LSQB -220 MINIMIZE -220 MINUS -220 NAME -220 NEWLINE -220 NOT -220 NUMBER -220 RBRACE -220 SEMICOLON -220 SHOW -220 SPLIT -220 STRING -220 TRUE -220 WEIGHT -220|
$END -48 NEWLINE -48 RBRACE -48 SEMICOLON -48|
NEWLINE 132 RBRACE 298 SEMICOLON 134|___separators_plus_1 135 __body_star_0 299 _separators 300
$END -52 NEWLINE -52 RBRACE -52 SEMICOLON -52|
NEWLINE 132 RBRACE 301 SEMICOLON 134|___separators_plus_1 135 _separators 302
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NOT 18 NUMBER 19 RBRACE 303 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 304 string 64 sum 65 tuple_of 67 weight 68
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 RPAR 305 STRING 22 TRUE 24|argument 276 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -163 AND -163 ARROW -163 AT -163 COLON -163 COMMA -163 DIFFERS -163 DOT -163 ELSE -163 EQUALS -163 FLOOR -163 GE -163 GT -163 IN -163 LBRACE -163 LE -163 LPAR -163 LSQB -163 LT -163 MINUS -163 NEWLINE -163 OR -163 OVER -163 PLUS -163 POWER -163 RANGE -163 RBRACE -163 RPAR -163 RSQB -163 SEMICOLON -163 SLASH -163 STAR -163 THEN -163 USING -163|
COMMA 306 RPAR 307|
MINUS 121 PLUS 122 RANGE 308|
$END -11 IN 309|
ELSE 310|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 311 NOT 18 NUMBER 19 RBRACE 312 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 235 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
RBRACE 313|
$END -195 AND -195 ARROW -195 AT -195 COLON -195 COMMA -195 DIFFERS -195 DOT -195 ELSE -195 EQUALS -195 FLOOR -195 GE -195 GT -195 IN -195 LBRACE -195 LE -195 LPAR -195 LSQB -195 LT -195 MINUS -195 NEWLINE -195 OR -195 OVER -195 PLUS -195 POWER -195 RANGE -195 RBRACE -195 RPAR -195 RSQB -195 SEMICOLON -195 SLASH -195 STAR -195 THEN -195 USING -195|
COMMA 314 NEWLINE 315 RBRACE 316|
RBRACE 317|
$END -201 AND -201 ARROW -201 AT -201 COLON -201 COMMA -201 DIFFERS -201 DOT -201 ELSE -201 EQUALS -201 FLOOR -201 GE -201 GT -201 IN -201 LBRACE -201 LE -201 LPAR -201 LSQB -201 LT -201 MINUS -201 NEWLINE -201 OR -201 OVER -201 PLUS -201 POWER -201 RANGE -201 RBRACE -201 RPAR -201 RSQB -201 SEMICOLON -201 SLASH -201 STAR -201 THEN -201 USING -201|
COMMA -227 NEWLINE -227 RBRACE -227 RPAR -227 RSQB -227 USING -227|
$END -202 AND -202 ARROW -202 AT -202 COLON -202 COMMA -202 DIFFERS -202 DOT -202 ELSE -202 EQUALS -202 FLOOR -202 GE -202 GT -202 IN -202 LBRACE -202 LE -202 LPAR -202 LSQB -202 LT -202 MINUS -202 NEWLINE -202 OR -202 OVER -202 PLUS -202 POWER -202 RANGE -202 RBRACE -202 RPAR -202 RSQB -202 SEMICOLON -202 SLASH -202 STAR -202 THEN -202 USING -202|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 318 NOT 18 NUMBER 19 RBRACE 319 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 320 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
RBRACE 321|
$END -199 AND -199 ARROW -199 AT -199 COLON -199 COMMA -199 DIFFERS -199 DOT -199 ELSE -199 EQUALS -199 FLOOR -199 GE -199 GT -199 IN -199 LBRACE -199 LE -199 LPAR -199 LSQB -199 LT -199 MINUS -199 NEWLINE -199 OR -199 OVER -199 PLUS -199 POWER -199 RANGE -199 RBRACE -199 RPAR -199 RSQB -199 SEMICOLON -199 SLASH -199 STAR -199 THEN -199 USING -199|
NAME 84 RPAR 322|target 323
EQ 324|
COMMA 325 RPAR 326|
$END -56 NEWLINE -56 RBRACE -56 SEMICOLON -56|
$END -167 COMMA -167 NEWLINE -167 RBRACE -167 RPAR -167 SEMICOLON -167|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RPAR 327 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 320 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -205 AND -205 ARROW -205 AT -205 COLON -205 COMMA -205 DIFFERS -205 DOT -205 ELSE -205 EQUALS -205 FLOOR -205 GE -205 GT -205 IN -205 LBRACE -205 LE -205 LPAR -205 LSQB -205 LT -205 MINUS -205 NEWLINE -205 OR -205 OVER -205 PLUS -205 POWER -205 RANGE -205 RBRACE -205 RPAR -205 RSQB -205 SEMICOLON -205 SLASH -205 STAR -205 THEN -205 USING -205|
EQ 151|
$END -208 AND -208 ARROW -208 AT -208 COLON -208 COMMA -208 DIFFERS -208 DOT -208 ELSE -208 EQUALS -208 FLOOR -208 GE -208 GT -208 IN -208 LBRACE -208 LE -208 LPAR -208 LSQB -208 LT -208 MINUS -208 NEWLINE -208 OR -208 OVER -208 PLUS -208 POWER -208 RANGE -208 RBRACE -208 RPAR -208 RSQB -208 SEMICOLON -208 SLASH -208 STAR -208 THEN -208 USING -208|
COMMA -239 RPAR -239|
NAME 247 RPAR 328|named 329
$END -207 AND -207 ARROW -207 AT -207 COLON -207 COMMA -207 DIFFERS -207 DOT -207 ELSE -207 EQUALS -207 FLOOR -207 GE -207 GT -207 IN -207 LBRACE -207 LE -207 LPAR -207 LSQB -207 LT -207 MINUS -207 NEWLINE -207 OR -207 OVER -207 PLUS -207 POWER -207 RANGE -207 RBRACE -207 RPAR -207 RSQB -207 SEMICOLON -207 SLASH -207 STAR -207 THEN -207 USING -207|
$END -185 AND -185 ARROW -185 AT -185 COLON -185 COMMA -185 DIFFERS -185 DOT -185 ELSE -185 EQUALS -185 FLOOR -185 GE -185 GT -185 IN -185 LBRACE -185 LE -185 LPAR -185 LSQB -185 LT -185 MINUS -185 NEWLINE -185 OR -185 OVER -185 PLUS -185 POWER -185 RANGE -185 RBRACE -185 RPAR -185 RSQB -185 SEMICOLON -185 SLASH -185 STAR -185 THEN -185 USING -185|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 330 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 320 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -184 AND -184 ARROW -184 AT -184 COLON -184 COMMA -184 DIFFERS -184 DOT -184 ELSE -184 EQUALS -184 FLOOR -184 GE -184 GT -184 IN -184 LBRACE -184 LE -184 LPAR -184 LSQB -184 LT -184 MINUS -184 NEWLINE -184 OR -184 OVER -184 PLUS -184 POWER -184 RANGE -184 RBRACE -184 RPAR -184 RSQB -184 SEMICOLON -184 SLASH -184 STAR -184 THEN -184 USING -184|
COMMA 152 USING 331|__part_star_5 332
$END -75 COMMA 333 NEWLINE -75 RBRACE -75 SEMICOLON -75|__minimize_star_4 334
$END -78 NEWLINE -78 RBRACE -78 SEMICOLON -78|
$END -25|
EQ 124 LBRACE 72|body 335 result_of 336
$END -24|
$END -27|
$END -26|
COLON 337|
COMMA 338 RPAR 339|__record_type_star_8 340
COMMA -104 RSQB -104|
AT -182 COMMA -182 DOT -182 FLOOR -182 LE 341 LPAR -182 LSQB -182 MINUS -182 PLUS -182 POWER -182 RSQB -182 SLASH -182 STAR -182|
$END -98 COMMA -98 EQ -98 LBRACE -98 NEWLINE -98 RBRACE -98 RPAR -98 SEMICOLON -98|
COMMA -103 RSQB -103|
COMMA -100 RSQB -100|
COMMA 342 RSQB 343|__dimensions_star_7 344
COMMA -102 RSQB -102|
COMMA -101 RSQB -101|
COMMA -99 MINUS 121 PLUS 122 RSQB -99|
$END -92 COMMA -92 EQ -92 LBRACE -92 NEWLINE -92 RBRACE -92 RPAR -92 SEMICOLON -92|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 345 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -223 COMMA -223 NEWLINE -223 RBRACE -223 RPAR -223 SEMICOLON -223|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 STRING 22 TRUE 24|argument 346 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -30|
EQ 347|
COMMA -158 RSQB -158|
COMMA -157 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB -157 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 348 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COLON 186 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 349 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 350 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 slice 351 string 64 sum 65 tuple_of 67
$END -151 AND -151 ARROW -151 AT -151 COLON -151 COMMA -151 DIFFERS -151 DOT -151 ELSE -151 EQUALS -151 FLOOR -151 GE -151 GT -151 IN -151 LBRACE -151 LE -151 LPAR -151 LSQB -151 LT -151 MINUS -151 NEWLINE -151 OR -151 OVER -151 PLUS -151 POWER -151 RANGE -151 RBRACE -151 RPAR -151 RSQB -151 SEMICOLON -151 SLASH -151 STAR -151 THEN -151 USING -151|
COMMA 352 RSQB 353|
COLON 186 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 354 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 350 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 slice 351 string 64 sum 65 tuple_of 67
$END -155 AND -155 ARROW -155 AT -155 COLON -155 COMMA -155 DIFFERS -155 DOT -155 ELSE -155 EQUALS -155 FLOOR -155 GE -155 GT -155 IN -155 LBRACE -155 LE -155 LPAR -155 LSQB -155 LT -155 MINUS -155 NEWLINE -155 OR -155 OVER -155 PLUS -155 POWER -155 RANGE -155 RBRACE -155 RPAR -155 RSQB -155 SEMICOLON -155 SLASH -155 STAR -155 THEN -155 USING -155|
COMMA 355 RSQB 356|
LPAR 168 LSQB 169 NAME 170|dimensions 171 record_type 172 tensor 173 type 357
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 358 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
NAME 204 RPAR 359|parameter 360
ARROW -82 EQ -82 LBRACE -82|
COMMA 361 RPAR 362|
$END -15|
$END -14|
$END -12|
$END -64 NEWLINE -64 RBRACE -64 SEMICOLON -64|
$END -63 NEWLINE -63 RBRACE -63 SEMICOLON -63|
$END -47 NEWLINE -47 RBRACE -47 SEMICOLON -47|
NEWLINE 132 RBRACE 363 SEMICOLON 134|___separators_plus_1 135 _separators 364
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NOT 18 NUMBER 19 RBRACE 365 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 304 string 64 sum 65 tuple_of 67 weight 68
$END -50 NEWLINE -50 RBRACE -50 SEMICOLON -50|
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NOT 18 NUMBER 19 RBRACE 366 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 367 string 64 sum 65 tuple_of 67 weight 68
$END -51 NEWLINE -51 RBRACE -51 SEMICOLON -51|
NEWLINE -215 RBRACE -215 SEMICOLON -215|
$END -162 AND -162 ARROW -162 AT -162 COLON -162 COMMA -162 DIFFERS -162 DOT -162 ELSE -162 EQUALS -162 FLOOR -162 GE -162 GT -162 IN -162 LBRACE -162 LE -162 LPAR -162 LSQB -162 LT -162 MINUS -162 NEWLINE -162 OR -162 OVER -162 PLUS -162 POWER -162 RANGE -162 RBRACE -162 RPAR -162 RSQB -162 SEMICOLON -162 SLASH -162 STAR -162 THEN -162 USING -162|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 86 NOT 18 NUMBER 19 RPAR 368 STRING 22 TRUE 24|argument 346 atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 98 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 named 99 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -161 AND -161 ARROW -161 AT -161 COLON -161 COMMA -161 DIFFERS -161 DOT -161 ELSE -161 EQUALS -161 FLOOR -161 GE -161 GT -161 IN -161 LBRACE -161 LE -161 LPAR -161 LSQB -161 LT -161 MINUS -161 NEWLINE -161 OR -161 OVER -161 PLUS -161 POWER -161 RANGE -161 RBRACE -161 RPAR -161 RSQB -161 SEMICOLON -161 SLASH -161 STAR -161 THEN -161 USING -161|
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 369 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 370 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 371 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
RBRACE 372|
$END -193 AND -193 ARROW -193 AT -193 COLON -193 COMMA -193 DIFFERS -193 DOT -193 ELSE -193 EQUALS -193 FLOOR -193 GE -193 GT -193 IN -193 LBRACE -193 LE -193 LPAR -193 LSQB -193 LT -193 MINUS -193 NEWLINE -193 OR -193 OVER -193 PLUS -193 POWER -193 RANGE -193 RBRACE -193 RPAR -193 RSQB -193 SEMICOLON -193 SLASH -193 STAR -193 THEN -193 USING -193|
$END -194 AND -194 ARROW -194 AT -194 COLON -194 COMMA -194 DIFFERS -194 DOT -194 ELSE -194 EQUALS -194 FLOOR -194 GE -194 GT -194 IN -194 LBRACE -194 LE -194 LPAR -194 LSQB -194 LT -194 MINUS -194 NEWLINE -194 OR -194 OVER -194 PLUS -194 POWER -194 RANGE -194 RBRACE -194 RPAR -194 RSQB -194 SEMICOLON -194 SLASH -194 STAR -194 THEN -194 USING -194|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 373 NOT 18 NUMBER 19 RBRACE 374 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 320 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
RBRACE 375|
$END -191 AND -191 ARROW -191 AT -191 COLON -191 COMMA -191 DIFFERS -191 DOT -191 ELSE -191 EQUALS -191 FLOOR -191 GE -191 GT -191 IN -191 LBRACE -191 LE -191 LPAR -191 LSQB -191 LT -191 MINUS -191 NEWLINE -191 OR -191 OVER -191 PLUS -191 POWER -191 RANGE -191 RBRACE -191 RPAR -191 RSQB -191 SEMICOLON -191 SLASH -191 STAR -191 THEN -191 USING -191|
$END -200 AND -200 ARROW -200 AT -200 COLON -200 COMMA -200 DIFFERS -200 DOT -200 ELSE -200 EQUALS -200 FLOOR -200 GE -200 GT -200 IN -200 LBRACE -200 LE -200 LPAR -200 LSQB -200 LT -200 MINUS -200 NEWLINE -200 OR -200 OVER -200 PLUS -200 POWER -200 RANGE -200 RBRACE -200 RPAR -200 RSQB -200 SEMICOLON -200 SLASH -200 STAR -200 THEN -200 USING -200|
RBRACE 376|
$END -197 AND -197 ARROW -197 AT -197 COLON -197 COMMA -197 DIFFERS -197 DOT -197 ELSE -197 EQUALS -197 FLOOR -197 GE -197 GT -197 IN -197 LBRACE -197 LE -197 LPAR -197 LSQB -197 LT -197 MINUS -197 NEWLINE -197 OR -197 OVER -197 PLUS -197 POWER -197 RANGE -197 RBRACE -197 RPAR -197 RSQB -197 SEMICOLON -197 SLASH -197 STAR -197 THEN -197 USING -197|
COMMA -228 NEWLINE -228 RBRACE -228 RPAR -228 RSQB -228 USING -228|
$END -198 AND -198 ARROW -198 AT -198 COLON -198 COMMA -198 DIFFERS -198 DOT -198 ELSE -198 EQUALS -198 FLOOR -198 GE -198 GT -198 IN -198 LBRACE -198 LE -198 LPAR -198 LSQB -198 LT -198 MINUS -198 NEWLINE -198 OR -198 OVER -198 PLUS -198 POWER -198 RANGE -198 RBRACE -198 RPAR -198 RSQB -198 SEMICOLON -198 SLASH -198 STAR -198 THEN -198 USING -198|
EQ 377|
COMMA -221 RPAR -221|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 378 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
NAME 84 RPAR 379|target 380
EQ 381|
$END -204 AND -204 ARROW -204 AT -204 COLON -204 COMMA -204 DIFFERS -204 DOT -204 ELSE -204 EQUALS -204 FLOOR -204 GE -204 GT -204 IN -204 LBRACE -204 LE -204 LPAR -204 LSQB -204 LT -204 MINUS -204 NEWLINE -204 OR -204 OVER -204 PLUS -204 POWER -204 RANGE -204 RBRACE -204 RPAR -204 RSQB -204 SEMICOLON -204 SLASH -204 STAR -204 THEN -204 USING -204|
$END -206 AND -206 ARROW -206 AT -206 COLON -206 COMMA -206 DIFFERS -206 DOT -206 ELSE -206 EQUALS -206 FLOOR -206 GE -206 GT -206 IN -206 LBRACE -206 LE -206 LPAR -206 LSQB -206 LT -206 MINUS -206 NEWLINE -206 OR -206 OVER -206 PLUS -206 POWER -206 RANGE -206 RBRACE -206 RPAR -206 RSQB -206 SEMICOLON -206 SLASH -206 STAR -206 THEN -206 USING -206|
COMMA -240 RPAR -240|
$END -183 AND -183 ARROW -183 AT -183 COLON -183 COMMA -183 DIFFERS -183 DOT -183 ELSE -183 EQUALS -183 FLOOR -183 GE -183 GT -183 IN -183 LBRACE -183 LE -183 LPAR -183 LSQB -183 LT -183 MINUS -183 NEWLINE -183 OR -183 OVER -183 PLUS -183 POWER -183 RANGE -183 RBRACE -183 RPAR -183 RSQB -183 SEMICOLON -183 SLASH -183 STAR -183 THEN -183 USING -183|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 382 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COMMA 383 USING 384|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 255 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 part 385 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -74 COMMA 386 NEWLINE -74 RBRACE -74 SEMICOLON -74|
$END -23|
$END -22|
LSQB 169 NAME 170|dimensions 171 tensor 387
NAME 263 RPAR 388|type_field 389
$END -109 COMMA -109 EQ -109 LBRACE -109 NEWLINE -109 RBRACE -109 RPAR -109 SEMICOLON -109|
COMMA 390 RPAR 391|
FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 392 tuple_of 67
ELLIPSIS 265 FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 266 NUMBER 19 RSQB 393 STRING 22 TRUE 24 UNDERSCORE 268|any_dimension 269 atom 26 attribute 27 boolean 29 call 30 dimension 394 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 ragged 271 record_of 58 rest_dimensions 272 set_of 59 string 64 sum 273 tuple_of 67
$END -97 COMMA -97 EQ -97 LBRACE -97 NEWLINE -97 RBRACE -97 RPAR -97 SEMICOLON -97|
COMMA 395 RSQB 396|
$END -70 NEWLINE -70 RBRACE -70 SEMICOLON -70|
$END -224 COMMA -224 NEWLINE -224 RBRACE -224 RPAR -224 SEMICOLON -224|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 397 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COMMA -156 RSQB -156|
$END -150 AND -150 ARROW -150 AT -150 COLON -150 COMMA -150 DIFFERS -150 DOT -150 ELSE -150 EQUALS -150 FLOOR -150 GE -150 GT -150 IN -150 LBRACE -150 LE -150 LPAR -150 LSQB -150 LT -150 MINUS -150 NEWLINE -150 OR -150 OVER -150 PLUS -150 POWER -150 RANGE -150 RBRACE -150 RPAR -150 RSQB -150 SEMICOLON -150 SLASH -150 STAR -150 THEN -150 USING -150|
COLON 281 COMMA -235 RSQB -235|
COMMA -236 RSQB -236|
COLON 186 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 398 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 399 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 slice 400 string 64 sum 65 tuple_of 67
$END -149 AND -149 ARROW -149 AT -149 COLON -149 COMMA -149 DIFFERS -149 DOT -149 ELSE -149 EQUALS -149 FLOOR -149 GE -149 GT -149 IN -149 LBRACE -149 LE -149 LPAR -149 LSQB -149 LT -149 MINUS -149 NEWLINE -149 OR -149 OVER -149 PLUS -149 POWER -149 RANGE -149 RBRACE -149 RPAR -149 RSQB -149 SEMICOLON -149 SLASH -149 STAR -149 THEN -149 USING -149|
$END -154 AND -154 ARROW -154 AT -154 COLON -154 COMMA -154 DIFFERS -154 DOT -154 ELSE -154 EQUALS -154 FLOOR -154 GE -154 GT -154 IN -154 LBRACE -154 LE -154 LPAR -154 LSQB -154 LT -154 MINUS -154 NEWLINE -154 OR -154 OVER -154 PLUS -154 POWER -154 RANGE -154 RBRACE -154 RPAR -154 RSQB -154 SEMICOLON -154 SLASH -154 STAR -154 THEN -154 USING -154|
COLON 186 FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 RSQB 401 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 399 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 slice 400 string 64 sum 65 tuple_of 67
$END -153 AND -153 ARROW -153 AT -153 COLON -153 COMMA -153 DIFFERS -153 DOT -153 ELSE -153 EQUALS -153 FLOOR -153 GE -153 GT -153 IN -153 LBRACE -153 LE -153 LPAR -153 LSQB -153 LT -153 MINUS -153 NEWLINE -153 OR -153 OVER -153 PLUS -153 POWER -153 RANGE -153 RBRACE -153 RPAR -153 RSQB -153 SEMICOLON -153 SLASH -153 STAR -153 THEN -153 USING -153|
COMMA -85 EQ 402 RPAR -85|
COMMA -86 RPAR -86|
ARROW -81 EQ -81 LBRACE -81|
COMMA -229 RPAR -229|
NAME 204 RPAR 403|parameter 404
ARROW -80 EQ -80 LBRACE -80|
$END -45 NEWLINE -45 RBRACE -45 SEMICOLON -45|
DEF 3 FALSE 5 FOR 6 IF 8 LBRACE 10 LET 11 LPAR 12 LSQB 13 MINIMIZE 14 MINUS 15 NAME 17 NOT 18 NUMBER 19 RBRACE 405 SHOW 20 SPLIT 21 STRING 22 TRUE 24 WEIGHT 25|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 def_ 35 disjunction 36 expression 38 expression_statement 39 field 40 for_ 41 group 42 if_ 44 index 46 let 47 list_of 48 minimize 49 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 show 60 split 61 statement 367 string 64 sum 65 tuple_of 67 weight 68
$END -46 NEWLINE -46 RBRACE -46 SEMICOLON -46|
$END -49 NEWLINE -49 RBRACE -49 SEMICOLON -49|
NEWLINE -216 RBRACE -216 SEMICOLON -216|
$END -160 AND -160 ARROW -160 AT -160 COLON -160 COMMA -160 DIFFERS -160 DOT -160 ELSE -160 EQUALS -160 FLOOR -160 GE -160 GT -160 IN -160 LBRACE -160 LE -160 LPAR -160 LSQB -160 LT -160 MINUS -160 NEWLINE -160 OR -160 OVER -160 PLUS -160 POWER -160 RANGE -160 RBRACE -160 RPAR -160 RSQB -160 SEMICOLON -160 SLASH -160 STAR -160 THEN -160 USING -160|
LBRACE 406 MINUS 121 PLUS 122|
$END -10|
$END -116 COLON -116 COMMA -116 ELSE -116 IN -116 LBRACE -116 NEWLINE -116 OVER -116 RBRACE -116 RPAR -116 RSQB -116 SEMICOLON -116 THEN -116 USING -116|
$END -192 AND -192 ARROW -192 AT -192 COLON -192 COMMA -192 DIFFERS -192 DOT -192 ELSE -192 EQUALS -192 FLOOR -192 GE -192 GT -192 IN -192 LBRACE -192 LE -192 LPAR -192 LSQB -192 LT -192 MINUS -192 NEWLINE -192 OR -192 OVER -192 PLUS -192 POWER -192 RANGE -192 RBRACE -192 RPAR -192 RSQB -192 SEMICOLON -192 SLASH -192 STAR -192 THEN -192 USING -192|
RBRACE 407|
$END -189 AND -189 ARROW -189 AT -189 COLON -189 COMMA -189 DIFFERS -189 DOT -189 ELSE -189 EQUALS -189 FLOOR -189 GE -189 GT -189 IN -189 LBRACE -189 LE -189 LPAR -189 LSQB -189 LT -189 MINUS -189 NEWLINE -189 OR -189 OVER -189 PLUS -189 POWER -189 RANGE -189 RBRACE -189 RPAR -189 RSQB -189 SEMICOLON -189 SLASH -189 STAR -189 THEN -189 USING -189|
$END -190 AND -190 ARROW -190 AT -190 COLON -190 COMMA -190 DIFFERS -190 DOT -190 ELSE -190 EQUALS -190 FLOOR -190 GE -190 GT -190 IN -190 LBRACE -190 LE -190 LPAR -190 LSQB -190 LT -190 MINUS -190 NEWLINE -190 OR -190 OVER -190 PLUS -190 POWER -190 RANGE -190 RBRACE -190 RPAR -190 RSQB -190 SEMICOLON -190 SLASH -190 STAR -190 THEN -190 USING -190|
$END -196 AND -196 ARROW -196 AT -196 COLON -196 COMMA -196 DIFFERS -196 DOT -196 ELSE -196 EQUALS -196 FLOOR -196 GE -196 GT -196 IN -196 LBRACE -196 LE -196 LPAR -196 LSQB -196 LT -196 MINUS -196 NEWLINE -196 OR -196 OVER -196 PLUS -196 POWER -196 RANGE -196 RBRACE -196 RPAR -196 RSQB -196 SEMICOLON -196 SLASH -196 STAR -196 THEN -196 USING -196|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 408 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -60 NEWLINE -60 RBRACE -60 SEMICOLON -60|
EQ 409|
COMMA -222 RPAR -222|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 410 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -77 COMMA -77 NEWLINE -77 RBRACE -77 SEMICOLON -77|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 320 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 411 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -225 COMMA -225 NEWLINE -225 RBRACE -225 SEMICOLON -225|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 255 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 part 412 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
COMMA -110 RPAR -110|
$END -108 COMMA -108 EQ -108 LBRACE -108 NEWLINE -108 RBRACE -108 RPAR -108 SEMICOLON -108|
COMMA -233 RPAR -233|
NAME 263 RPAR 413|type_field 414
$END -107 COMMA -107 EQ -107 LBRACE -107 NEWLINE -107 RBRACE -107 RPAR -107 SEMICOLON -107|
COMMA -105 MINUS 121 PLUS 122 RSQB -105|
$END -96 COMMA -96 EQ -96 LBRACE -96 NEWLINE -96 RBRACE -96 RPAR -96 SEMICOLON -96|
COMMA -231 RSQB -231|
ELLIPSIS 265 FALSE 5 FOR 6 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 266 NUMBER 19 RSQB 415 STRING 22 TRUE 24 UNDERSCORE 268|any_dimension 269 atom 26 attribute 27 boolean 29 call 30 dimension 416 for_ 41 group 42 index 46 list_of 48 name 51 negative 53 number 54 postfix 55 power 56 product 57 ragged 271 record_of 58 rest_dimensions 272 set_of 59 string 64 sum 273 tuple_of 67
$END -95 COMMA -95 EQ -95 LBRACE -95 NEWLINE -95 RBRACE -95 RPAR -95 SEMICOLON -95|
$END -62 NEWLINE -62 RBRACE -62 SEMICOLON -62|
$END -148 AND -148 ARROW -148 AT -148 COLON -148 COMMA -148 DIFFERS -148 DOT -148 ELSE -148 EQUALS -148 FLOOR -148 GE -148 GT -148 IN -148 LBRACE -148 LE -148 LPAR -148 LSQB -148 LT -148 MINUS -148 NEWLINE -148 OR -148 OVER -148 PLUS -148 POWER -148 RANGE -148 RBRACE -148 RPAR -148 RSQB -148 SEMICOLON -148 SLASH -148 STAR -148 THEN -148 USING -148|
COLON 281 COMMA -237 RSQB -237|
COMMA -238 RSQB -238|
$END -152 AND -152 ARROW -152 AT -152 COLON -152 COMMA -152 DIFFERS -152 DOT -152 ELSE -152 EQUALS -152 FLOOR -152 GE -152 GT -152 IN -152 LBRACE -152 LE -152 LPAR -152 LSQB -152 LT -152 MINUS -152 NEWLINE -152 OR -152 OVER -152 PLUS -152 POWER -152 RANGE -152 RBRACE -152 RPAR -152 RSQB -152 SEMICOLON -152 SLASH -152 STAR -152 THEN -152 USING -152|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 417 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
ARROW -79 EQ -79 LBRACE -79|
COMMA -230 RPAR -230|
$END -44 NEWLINE -44 RBRACE -44 SEMICOLON -44|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NEWLINE 418 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 419 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -188 AND -188 ARROW -188 AT -188 COLON -188 COMMA -188 DIFFERS -188 DOT -188 ELSE -188 EQUALS -188 FLOOR -188 GE -188 GT -188 IN -188 LBRACE -188 LE -188 LPAR -188 LSQB -188 LT -188 MINUS -188 NEWLINE -188 OR -188 OVER -188 PLUS -188 POWER -188 RANGE -188 RBRACE -188 RPAR -188 RSQB -188 SEMICOLON -188 SLASH -188 STAR -188 THEN -188 USING -188|
$END -59 NEWLINE -59 RBRACE -59 SEMICOLON -59|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 420 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
$END -58 NEWLINE -58 RBRACE -58 SEMICOLON -58|
$END -76 COMMA -76 NEWLINE -76 RBRACE -76 SEMICOLON -76|
$END -226 COMMA -226 NEWLINE -226 RBRACE -226 SEMICOLON -226|
$END -106 COMMA -106 EQ -106 LBRACE -106 NEWLINE -106 RBRACE -106 RPAR -106 SEMICOLON -106|
COMMA -234 RPAR -234|
$END -94 COMMA -94 EQ -94 LBRACE -94 NEWLINE -94 RBRACE -94 RPAR -94 SEMICOLON -94|
COMMA -232 RSQB -232|
COMMA -84 RPAR -84|
FALSE 5 FOR 6 IF 8 LBRACE 10 LPAR 12 LSQB 13 MINUS 15 NAME 78 NOT 18 NUMBER 19 STRING 22 TRUE 24|atom 26 attribute 27 boolean 29 call 30 chain 31 comparison 32 conjunction 33 disjunction 36 expression 421 for_ 41 group 42 if_ 44 index 46 list_of 48 name 51 negation 52 negative 53 number 54 postfix 55 power 56 product 57 record_of 58 set_of 59 string 64 sum 65 tuple_of 67
NEWLINE 422 RBRACE 423|
$END -57 NEWLINE -57 RBRACE -57 SEMICOLON -57|
NEWLINE 424 RBRACE 425|
RBRACE 426|
$END -214 AND -214 ARROW -214 AT -214 COLON -214 COMMA -214 DIFFERS -214 DOT -214 ELSE -214 EQUALS -214 FLOOR -214 GE -214 GT -214 IN -214 LBRACE -214 LE -214 LPAR -214 LSQB -214 LT -214 MINUS -214 NEWLINE -214 OR -214 OVER -214 PLUS -214 POWER -214 RANGE -214 RBRACE -214 RPAR -214 RSQB -214 SEMICOLON -214 SLASH -214 STAR -214 THEN -214 USING -214|
RBRACE 427|
$END -212 AND -212 ARROW -212 AT -212 COLON -212 COMMA -212 DIFFERS -212 DOT -212 ELSE -212 EQUALS -212 FLOOR -212 GE -212 GT -212 IN -212 LBRACE -212 LE -212 LPAR -212 LSQB -212 LT -212 MINUS -212 NEWLINE -212 OR -212 OVER -212 PLUS -212 POWER -212 RANGE -212 RBRACE -212 RPAR -212 RSQB -212 SEMICOLON -212 SLASH -212 STAR -212 THEN -212 USING -212|
$END -213 AND -213 ARROW -213 AT -213 COLON -213 COMMA -213 DIFFERS -213 DOT -213 ELSE -213 EQUALS -213 FLOOR -213 GE -213 GT -213 IN -213 LBRACE -213 LE -213 LPAR -213 LSQB -213 LT -213 MINUS -213 NEWLINE -213 OR -213 OVER -213 PLUS -213 POWER -213 RANGE -213 RBRACE -213 RPAR -213 RSQB -213 SEMICOLON -213 SLASH -213 STAR -213 THEN -213 USING -213|
$END -211 AND -211 ARROW -211 AT -211 COLON -211 COMMA -211 DIFFERS -211 DOT -211 ELSE -211 EQUALS -211 FLOOR -211 GE -211 GT -211 IN -211 LBRACE -211 LE -211 LPAR -211 LSQB -211 LT -211 MINUS -211 NEWLINE -211 OR -211 OVER -211 PLUS -211 POWER -211 RANGE -211 RBRACE -211 RPAR -211 RSQB -211 SEMICOLON -211 SLASH -211 STAR -211 THEN -211 USING -211|"""
