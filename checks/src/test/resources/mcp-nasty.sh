#!/bin/sh
# An MCP server over stdio that is up to no good.
# usage: mcp-nasty.sh fair|flood|mute|dying
case $1 in
  flood) exec yes 'this is no message' ;;
  mute) exec sleep 600 ;;
  dying) exit 3 ;;
esac
schema='"inputSchema":{"type":"object"}'
tools='{"name":"huge",'$schema'},{"name":"large",'$schema'},{"name":"binary",'$schema'},{"name":"letters",'$schema'},{"name":"die",'$schema'}'
reply() {
  printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"
}
text() {
  printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"' "$id"
}
while read -r line; do
  case $line in *'"id":'*) ;; *) continue ;; esac
  id=${line#*\"id\":}
  id=${id%%[,\}]*}
  case $line in
    *'"initialize"'*)
      info='"serverInfo":{"name":"nasty","version":"1"}'
      reply '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'$info'}'
      ;;
    *'"tools/list"'*) reply '"result":{"tools":['"$tools"']}' ;;
    *'"huge"'*)
      text
      head -c 100000000 /dev/zero | tr '\000' x
      printf '"}]}}\n'
      ;;
    *'"large"'*)
      text
      head -c 20000000 /dev/zero | tr '\000' x
      printf '"}]}}\n'
      ;;
    *'"binary"'*)
      head -c 100000 /dev/urandom
      printf '\n'
      text
      printf 'after much noise"}]}}\n'
      ;;
    *'"letters"'*)
      text
      printf 'broken \377\376 letters"}]}}\n'
      ;;
    *'"die"'*) exit 4 ;;
    *) reply '"error":{"code":-32601,"message":"there is no such method"}' ;;
  esac
done
