local lock, token = ARGV[1], ARGV[2]
local held, waited = string.match(redis.call('HGET', locks, lock) or '', '^(%d+)([ +])')
if held == token then
  if waited == '+' then
    passOn(lock)
  else
    redis.call('HDEL', locks, lock)
  end
end
return 1
