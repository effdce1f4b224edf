local map = ARGV[1]
if redis.call('DEL', key('map', map)) > 0 then
  publish(map)
end
return 1
