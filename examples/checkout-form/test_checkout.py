"""Tests the integration under Selenium as any other form: with a test pair, automation is told and does not decide the score.

Needs Mien, the shop started with a pk_test_/sk_test_ pair, Chromium with its driver, and `pip install selenium`:

    SHOP_URL=http://127.0.0.1:8090 python3 examples/checkout-form/test_checkout.py
"""
import json
import os
import shutil
import unittest
import urllib.request
import uuid

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SHOP = os.environ.get("SHOP_URL", "http://127.0.0.1:8090")
MIEN = os.environ.get("STRADUM_URL", "http://127.0.0.1:8080")
SECRET_KEY = os.environ.get("STRADUM_SECRET_KEY", "")


class Checkout(unittest.TestCase):
    def setUp(self):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.addCleanup(self.driver.quit)

    def order(self, email):
        """Fills in the form as Selenium does, sends it, and gives what the shop's server was told."""
        self.driver.get(SHOP)
        session = self.driver.execute_script("return Stradum.getSessionId()")
        for name, value in (("full_name", "Ada Lovelace"), ("email", email), ("street", "12 St James Square, London")):
            self.driver.find_element(By.NAME, name).send_keys(value)
        self.driver.find_element(By.TAG_NAME, "button").click()
        WebDriverWait(self.driver, 20).until(lambda driver: "Score" in driver.find_element(By.TAG_NAME, "output").text)
        request = urllib.request.Request(f"{MIEN}/api/v1/analysis/session/{session}/detail", headers={"X-Stradum-Key": SECRET_KEY})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def test_an_order_gets_a_real_score(self):
        email = f"ada-{uuid.uuid4().hex[:8]}@example.com"
        # The first three make the profile, the fourth is compared with it.
        for known in range(4):
            analysis = self.order(email)
            self.assertEqual(analysis["context"]["baseline_sessions"], known)
        self.assertEqual(analysis["match_status"], "match", analysis["result"])
        # That a program typed is told, and does not decide.
        flags = {flag["code"]: flag["caps_score"] for flag in analysis["red_flags"]}
        self.assertIn("webdriver_present", flags)
        self.assertFalse(any(flags.values()), flags)


if __name__ == "__main__":
    unittest.main()
