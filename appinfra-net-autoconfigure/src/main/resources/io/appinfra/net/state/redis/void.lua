local lock, id, host, owner, store = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
redis.call('SET', key('void', id), '1', 'EX', 600)
redis.call('LREM', key('waiting', lock), 1, cjson.encode({id, host, owner, store}))
local held = redis.call('HGET', base .. 'locks', lock)
if held and cjson.decode(held)[2] == id then
  passOn(lock)
end
return 1
