/**
 * The fair bucket of `fair-bucket.ts` as a script that runs inside Valkey, so that looking and taking are one step for all replicas. Keys: two
 * per bucket, what is left and who was seen when; either may be lost, whole or in part, and is then counted anew. Arguments: now in epoch milliseconds or an
 * empty text for the server's own clock, the member, the cost, then calls and milliseconds for each bucket. Answers 0 0 0; or the number of the bucket that
 * is short, the milliseconds to wait, and 0; or the number of the bucket, 0, and the most it would ever give at once.
 */
export const takeScript = `
local function number(value) return tonumber(value or '') end
local now = number(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local member, cost = ARGV[2], tonumber(ARGV[3])
local drawn, short, smallest = {}, nil, nil
for i = 1, #KEYS / 2 do
  local key, seen = KEYS[2 * i - 1], KEYS[2 * i]
  local calls, per = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', now - per, 'LIMIT', 0, 100)) do
    redis.call('ZREM', seen, gone)
    redis.call('HDEL', key, 'm:' .. gone)
  end
  local at = number(redis.call('ZSCORE', seen, member))
  local kept = number(redis.call('HGET', key, 'm:' .. member))
  local count = redis.call('ZCARD', seen)
  if not at then count = count + 1 end
  local rate, most = calls / per, math.max(1, calls / count)
  local own = most
  if at and kept then own = math.min(most, kept + math.max(0, now - at) * rate / count) end
  local common, common_at = number(redis.call('HGET', key, 'common')), number(redis.call('HGET', key, 'at'))
  local all = calls
  if common and common_at then all = math.min(calls, common + math.max(0, now - common_at) * rate) end
  if not smallest or most < smallest.most then smallest = { i = i, most = most } end
  if not short and own + 1e-6 < cost and all - calls + calls / count + 1e-6 < cost then
    short = { i, math.ceil((cost - own) / (rate / count)), 0 }
  end
  drawn[i] = { math.max(-calls, all - cost), own + 1e-6 >= cost and own - cost or own, per }
end
if cost > math.floor(smallest.most + 1e-6) then return { smallest.i, 0, math.floor(smallest.most + 1e-6) } end
if short then return short end
for i = 1, #KEYS / 2 do
  local key, seen = KEYS[2 * i - 1], KEYS[2 * i]
  local common, own, per = unpack(drawn[i])
  redis.call('HSET', key, 'common', common, 'at', now, 'm:' .. member, own)
  redis.call('ZADD', seen, now, member)
  redis.call('PEXPIRE', key, math.ceil(2 * per))
  redis.call('PEXPIRE', seen, math.ceil(2 * per))
end
return { 0, 0, 0 }
`
