local map = ARGV[1]
if redis.call('DEL', key('map', map)) > 0 then
  local number, last = nextVersion(map)
  publish(map, last, number, '')
end
return 1
