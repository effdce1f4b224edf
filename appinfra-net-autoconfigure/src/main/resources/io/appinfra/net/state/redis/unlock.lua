local lock, token = ARGV[1], ARGV[2]
local held = redis.call('HGET', base .. 'locks', lock)
if held and string.match(held, '^%["(%d+)"') == token then
  passOn(lock)
end
return 1
