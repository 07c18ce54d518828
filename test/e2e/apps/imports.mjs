// An application that imports what is traced, does nothing with it, and ends with an exit code of its own.
import express from 'express';
import http from 'node:http';
import pg from 'pg';
import { pino } from 'pino';
import winston from 'winston';

console.log([express, http, pg, pino, winston].every(Boolean) ? 'app' : 'something is missing');
process.exitCode = 3;
