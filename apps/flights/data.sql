-- Three million US departures of 2001, associated with their airport of origin.
-- ENUM columns keep their order: their declaration is their load order.

-- The source is sorted by departure and writes midnight as 24:00 of the day it ends; the minute before it lies in the
-- right hour, day and month.
CREATE TABLE flights AS
WITH departures AS (
  SELECT * REPLACE (CASE WHEN date::TIME = TIME '00:00' THEN date - INTERVAL 1 MINUTE ELSE date END AS date)
  FROM read_parquet(getvariable('flights'))
)
SELECT
  origin AS "Origin",
  destination AS "Destination",
  origin || ' – ' || destination AS "Route",
  date::DATE AS "Date",
  (['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'])[month(date)]::ENUM ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun') AS "Month",
  (['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])[isodow(date)]::ENUM (
    'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'
  ) AS "Weekday",
  hour(date)::INTEGER AS "Hour",
  delay::INTEGER AS "Delay (min)",
  (CASE
    WHEN delay < 0 THEN 'Early'
    WHEN delay < 15 THEN 'On time'
    WHEN delay < 60 THEN '15–59 min'
    WHEN delay < 180 THEN '1–3 hours'
    ELSE 'Over 3 hours'
  END)::ENUM ('Early', 'On time', '15–59 min', '1–3 hours', 'Over 3 hours') AS "Delay class",
  distance::INTEGER AS "Distance (mi)",
  (CASE
    WHEN distance < 500 THEN 'Under 500 mi'
    WHEN distance < 1000 THEN '500–999 mi'
    WHEN distance < 2000 THEN '1,000–1,999 mi'
    ELSE '2,000+ mi'
  END)::ENUM ('Under 500 mi', '500–999 mi', '1,000–1,999 mi', '2,000+ mi') AS "Distance class",
  -- Counters: a flight is late when it is 15 minutes late or more, as the US authorities count.
  1 AS "Flights",
  (delay >= 15)::INTEGER AS "Late flights"
FROM departures;

-- Only airports that a flight left from; the source knows three thousand airfields.
CREATE TABLE airports AS
WITH corrected AS (
  -- The source knows neither city nor state of this one.
  SELECT
    iata,
    name,
    CASE iata WHEN 'MQT' THEN 'Marquette' ELSE city END AS city,
    CASE iata WHEN 'MQT' THEN 'MI' ELSE state END AS code,
    latitude,
    longitude
  FROM read_csv(getvariable('airports'), header = true, all_varchar = false)
)
SELECT
  iata AS "Origin",
  name || ' (' || iata || ')' AS "Airport",
  city || ', ' || code AS "City",
  state AS "State",
  region AS "Region",
  latitude AS "Latitude",
  longitude AS "Longitude"
FROM corrected
JOIN read_csv(getvariable('states'), header = true) USING (code)
WHERE iata IN (SELECT "Origin" FROM flights)
ORDER BY iata;

-- Who sees what. A blank reduction field does not restrict; whoever has no row cannot open the app.
CREATE TABLE SECTION_ACCESS AS
SELECT 'ADMIN' AS "ACCESS", NULL::VARCHAR AS "USERID", 'National operations' AS "GROUP", NULL::VARCHAR AS "State", NULL::VARCHAR AS "Origin"
UNION ALL
SELECT 'USER', NULL, 'Western region', state, NULL FROM read_csv(getvariable('states'), header = true) WHERE region = 'West'
UNION ALL
SELECT 'USER', 'altimeter|priya', NULL, NULL, 'ORD';
