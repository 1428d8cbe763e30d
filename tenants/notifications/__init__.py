"""What people should know without looking for it: the bell, and e-mail at once or as a digest. Each person chooses per kind.

Any room above may call `services.notify`; a person is a user of any realm, so every portal can show a bell of its own.
"""
