"""What was submitted, received and disclosed, and who saw it?"""
