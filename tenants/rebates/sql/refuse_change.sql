CREATE FUNCTION rebates_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'RB001',
        MESSAGE = 'rebate lines and what was posted of them are never changed or removed; write a reversing line instead';
END
$$
