'use strict';

// The service of the score as a CommonJS application.
const http = require('node:http');
const AWS = require('aws-sdk');
const dynamoDb = require('@aws-sdk/client-dynamodb');
const eventBridge = require('@aws-sdk/client-eventbridge');
const lambda = require('@aws-sdk/client-lambda');
const s3 = require('@aws-sdk/client-s3');
const sfn = require('@aws-sdk/client-sfn');
const sns = require('@aws-sdk/client-sns');
const sqs = require('@aws-sdk/client-sqs');
const express = require('express');
const pg = require('pg');
const failures = require('./failures.cjs');
const serve = require('./serve.cjs');

const code = require(process.env.SCORE_CODE);
serve(
  { express, http, pg, AWS, ...dynamoDb, ...eventBridge, ...lambda, ...s3, ...sfn, ...sns, ...sqs },
  failures,
  code,
);
