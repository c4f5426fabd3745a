#!/bin/sh
# An MCP server over stdio whose tools write a line to a ledger before they answer. It is stubborn:
# it does not hear when it is asked to leave, and leaves a process behind that has lost its parent.
# usage: mcp-ledger.sh LEDGER PREFIX
ledger=$1
prefix=$2
trap '' TERM
( (exec sleep 600 >/dev/null 2>&1 </dev/null) & )
schema='"inputSchema":{"type":"object","properties":{"key":{"type":"string"}},"required":["key"]}'
tools='{"name":"put","description":"Sets an entry.",'$schema',"annotations":{"idempotentHint":true}},
{"name":"add","description":"Adds an entry.",'$schema'},
{"name":"see","description":"Sees an entry.",'$schema',"annotations":{"readOnlyHint":true}}'
tools=$(printf '%s' "$tools" | tr -d '\n')
reply() {
  printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"
}
while read -r line; do
  case $line in *'"id":'*) ;; *) continue ;; esac
  id=${line#*\"id\":}
  id=${id%%[,\}]*}
  case $line in
    *'"initialize"'*)
      info='"serverInfo":{"name":"ledger","version":"1"}'
      reply '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'$info'}'
      ;;
    *'"tools/list"'*)
      reply '"result":{"tools":['"$tools"']}'
      ;;
    *'"tools/call"'*)
      tool=${line#*\"name\":\"}
      tool=${tool%%\"*}
      key=${line#*\"key\":\"}
      key=${key%%\"*}
      printf '%s %s\n' "$prefix$tool" "$key" >>"$ledger"
      sleep 0.06
      reply '"result":{"content":[{"type":"text","text":"done '"$key"'"}]}'
      ;;
    *)
      reply '"error":{"code":-32601,"message":"there is no such method"}'
      ;;
  esac
done
