local changes, changesCount, changesSize = {}, 0, 0
local maxChangesSize = 65536

local function add(text)
  changes[changesCount + 1] = #text
  changes[changesCount + 2] = ':'
  changes[changesCount + 3] = text
  changesCount = changesCount + 3
  changesSize = changesSize + #text + 8
end

local function changed(name, value)
  if changesSize <= maxChangesSize then
    add(name)
    if value then
      add(value)
    else
      changesCount = changesCount + 1
      changes[changesCount] = '-'
    end
  end
end

-- A message without changes lets listeners read the map
local function publish(map)
  local seq = redis.call('HINCRBY', base .. 'maps', map, 1)
  local message = changesSize <= maxChangesSize and table.concat(changes) or ''
  redis.call('PUBLISH', key('changes', map), seq .. ' ' .. message)
end

-- Return a refusal with the number that is too large, or nil
local function checkRoom(map, added, max)
  local size = redis.call('HLEN', key('map', map)) + added
  if size > max then
    return '!ENTRIES ' .. size
  end
  if size == added and redis.call('HEXISTS', base .. 'maps', map) == 0 then
    local maps = redis.call('HLEN', base .. 'maps') + 1
    if maps > max then
      return '!MAPS ' .. maps
    end
  end
  return nil
end
