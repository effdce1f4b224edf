local lock, id, host, owner, store = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local session = key('session', host)
if isAlive(host, host) then
  local now, fields = tonumber(clock()), redis.call('HGETALL', session)
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 5) == 'void:' and tonumber(fields[i + 1]) < now - 600000000 then
      redis.call('HDEL', session, fields[i])
    end
  end
  redis.call('HSET', session, 'void:' .. id, clock())
end
redis.call('LREM', key('waiting', lock), 1, cjson.encode({id, host, owner, store}))
local held = redis.call('HGET', base .. 'locks', lock)
if held and cjson.decode(held)[2] == id then
  passOn(lock)
end
return 1
