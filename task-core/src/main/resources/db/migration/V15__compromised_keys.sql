-- A key that was revoked as compromised is signed for nobody again.
-- SHA-256 of the SubjectPublicKeyInfo; certificates from before have none, so by them a key is not known again.
alter table device_certificate add column key_hash bytea;
create index device_certificate_of_key on device_certificate (key_hash);
