-- Extensions belong to the database, not to the schema; whoever may create them has often done so before.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['vector', 'pg_trgm', 'unaccent'] LOOP
        IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE EXTENSION %I SCHEMA public', wanted);
            EXCEPTION WHEN unique_violation OR duplicate_object THEN
                -- another hub on the same database was quicker
                NULL;
            END;
        END IF;
    END LOOP;
END $$;
