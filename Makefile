# The verbs of this repository. `make` alone prints them; CI calls the same ones.
.DEFAULT_GOAL := help
.PHONY: help setup model run test test-quick bench chaos check format openapi clean

DEBUG   := .build/debug/mien
RELEASE := .build/release/mien
PYTHON  := .venv/bin/python

help: ## print this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install what building and testing need (asks before it uses sudo)
	@scripts/setup

model: ## fetch the sentence encoder (80 MB) into the data directory
	@scripts/model $(ARGS)

run: ## build the server, fill it with demonstration data, start it and print its address
	@scripts/setup --build
	@scripts/model $(ARGS)
	@echo "Building Mien (release; the first time takes a while, later only what has changed)"
	@swift build -c release --product mien
	@exec $(RELEASE) serve --demo $(ARGS)

test: ## run everything: Swift tests on both databases, browser, contract, chaos
	@scripts/setup
	@scripts/model
	@scripts/test $(ARGS)

test-quick: ## run the Swift tests on SQLite only
	@if command -v python3 >/dev/null; then scripts/test --quick; else scripts/setup --build && swift test; fi

bench: ## measure speed and memory beside the peers
	@scripts/setup --bench
	@scripts/model
	@swift build -c release --product mien
	@Benchmarks/run $(ARGS)

chaos: ## kill the server 20 times under load, on each database, and look for losses
	@scripts/setup
	@swift build --product mien
	@scripts/chaos --kills 20

check: ## formatting rules, line and file lengths, routes against description, API description
	@scripts/setup
	@scripts/check

format: ## format the Swift files that differ from the last commit
	@git diff --name-only --diff-filter=d HEAD -- '*.swift' | xargs -r swift format --in-place
	@git ls-files --others --exclude-standard -- '*.swift' | xargs -r swift format --in-place

openapi: ## turn docs/openapi/*.yaml into the JSON that the server embeds
	@scripts/setup
	@$(PYTHON) scripts/openapi

clean: ## remove what was built; data directories stay
	@swift package clean
	@rm -rf .venv
