#!/usr/bin/env node
import "../dist/bundle/parts/main.js";
