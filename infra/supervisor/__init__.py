"""What `atrium run` is made of: the servers, the steps, the processes, the table at the end."""
