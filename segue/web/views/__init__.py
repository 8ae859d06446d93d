"""What happens at each address? Three moves: fetch what the user may see, call one verb, say where to go."""
