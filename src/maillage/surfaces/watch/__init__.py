"""What a monitor asks of the site: is it well?"""
