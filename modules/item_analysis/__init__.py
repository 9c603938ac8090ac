"""How questions behave: facility, discrimination, answers nobody picks. From first attempts, never under thirty."""
