#!/bin/sh
# Runs once, when the database is made: a database and its owner, who may make roles and is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$ATRIUM_OWNER_PASSWORD" -U "${POSTGRES_USER:-postgres}" <<'SQL'
CREATE ROLE atrium_owner LOGIN CREATEROLE CREATEDB PASSWORD :'password';
CREATE DATABASE atrium OWNER atrium_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
SQL
