from checks import Checks
tryout = Checks()
