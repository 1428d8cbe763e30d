CREATE FUNCTION ibs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'IB001',
        MESSAGE = 'clicks and referrals are never changed or removed';
END
$$
