from checks import Checks
pages = Checks()
