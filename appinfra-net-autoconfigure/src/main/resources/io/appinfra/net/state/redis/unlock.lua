local lock, token = ARGV[1], ARGV[2]
local held = redis.call('HGET', base .. 'locks', lock)
if held and cjson.decode(held)[1] == token then
  passOn(lock)
end
return 1
